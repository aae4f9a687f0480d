import EventSourcing
import EventSourcingSQLite
import Foundation

extension Benchmark {
  /// The memory that replaying a very long stream takes, in a process that does nothing else.
  static let peakMemory = Benchmark(
    work: Work("replay-memory", "Memory while replaying 1 000 000 events from SQLite", target: .atMost(150)),
    measure: { work, session in
      let count = 1_000_000
      return try await session.withFolder { folder in
        let file = "\(folder)/replay.sqlite"
        let id = IDGenerator.timeOrdered.next()
        session.progress("\(work.name), storing the events")
        try await store(count, of: id, in: file)
        var megabytes: [Double] = []
        // It is nearly the same each time.
        for round in 1...min(session.rounds, 3) {
          session.progress("\(work.name), round \(round)")
          let (events, bytes) = try ReplayOnce.inChild(file: file, id: id)
          try expect(events, is: count, work.name)
          megabytes.append(Double(bytes) / 1_000_000)
        }
        return Measurement(work, unit: "MB", subject: "replay", numbers: megabytes)
      }
    })

  /// Stores the events of one entity in an SQLite file.
  static func store(_ count: Int, of id: UUID, in file: String) async throws {
    let limit = try await SQLiteLimit(file)
    let mapper = ExampleMapper()
    for start in stride(from: 0, to: count, by: 100_000) {
      let part = Examples.events(start..<min(start + 100_000, count), of: id)
      try limit.insertTogether(LimitItems(part.map(mapper.item(from:))))
    }
  }
}
