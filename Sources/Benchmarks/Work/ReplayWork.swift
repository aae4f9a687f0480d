import CLimits
import EventSourcing
import EventSourcingSQLite
import Foundation
import Step1Events

extension Benchmark {
  /// Replaying one stream of 100 000 events from an SQLite file into an entity, against reading it.
  static let replaying = [
    Benchmark(
      work: Work("replay", "Replay of 100 000 events, against SELECT + JSON", target: .atLeast(0.8)),
      measure: { work, session in
        try await replay(work, session) { limit, id, count in
          Contender("SELECT and JSON", step: count) { events in
            try await timed {
              for _ in 0..<events / count { try expect(decoded(id, from: limit), is: count, "SELECT and JSON") }
            }
          }
        }
      }),
    Benchmark(
      work: Work("replay-select", "The same, against SELECT alone"),
      measure: { work, session in
        try await replay(work, session) { limit, id, count in
          Contender("SELECT in C", step: count) { events in
            try await timed { for _ in 0..<events / count { try limit.select(id) } }
          }
        }
      }),
  ]

  private static func replay(
    _ work: Work, _ session: Session, against other: (SQLiteLimit, UUID, Int) -> Contender
  ) async throws -> Measurement {
    let count = 100_000
    return try await session.withFolder { folder in
      let limit = try await SQLiteLimit("\(folder)/replay.sqlite")
      let id = IDGenerator.timeOrdered.next()
      try limit.insertTogether(try Examples.items(of: id, count))
      let recorder = try await SQLiteRecorder(.file("\(folder)/replay.sqlite"))
      return try await recorder.closing {
        let examples = Examples(recorder)
        let subject = Contender("replay", step: count) { events in
          try await timed {
            for _ in 0..<events / count { try expect(await examples.repository[id].version, is: count, "replay") }
          }
        }
        return try await session.compare(work, unit: "events/s", subject, with: other(limit, id, count))
      }
    }
  }

  /// Reads a sequence in C and decodes the payloads, as one would who has nothing else in mind.
  ///
  /// - Returns: The number of payloads.
  private static func decoded(_ id: UUID, from limit: SQLiteLimit) throws -> Int {
    var payloads = DecodedPayloads()
    try limit.select(id) { try payloads.decode($0) }
    return try payloads.checkedCount()
  }
}
