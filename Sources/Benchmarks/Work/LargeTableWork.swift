import EventSourcing
import EventSourcingSQLite
import Foundation

extension Benchmark {
  /// Saving to an SQLite file with very many events, against one that was empty.
  ///
  /// With ids that grow, the newest entities are side by side in the index, whatever its size. The same with random ids
  /// shows what it costs when they are not.
  static let largeTable = [
    Benchmark(
      work: Work("large-table", "SQLite: a save to a large table, against an empty one", target: .atMost(1.3)),
      measure: { work, session in try await onLargeTable(work, session, ids: .timeOrdered) }),
    Benchmark(
      work: Work("large-table-random", "The same with random ids"),
      measure: { work, session in try await onLargeTable(work, session, ids: .random) }),
  ]

  private static func onLargeTable(_ work: Work, _ session: Session, ids: IDGenerator) async throws -> Measurement {
    let filling = session.isLarge ? 10_000_000 : 1_000_000
    return try await session.withFolder { folder in
      session.progress("\(work.name), filling the table")
      try await fill("\(folder)/large.sqlite", filling, ids)
      let large = try await SQLiteRecorder(.file("\(folder)/large.sqlite"))
      let empty = try await SQLiteRecorder(.file("\(folder)/empty.sqlite"))
      return try await large.closing {
        try await empty.closing {
          let inLarge = try await SQLiteLimit("\(folder)/large.sqlite")
          let inEmpty = try await SQLiteLimit("\(folder)/empty.sqlite")
          return try await session.compare(
            work, unit: "events/s", meaning: .time,
            saves("\(filling) stored before", Examples(large, ids: ids)) { try inLarge.count() - filling },
            with: saves("empty before", Examples(empty, ids: ids)) { try inEmpty.count() })
        }
      }
    }
  }

  /// Entities of 10 events, one a save.
  private static func saves(_ name: String, _ examples: Examples, stored: @escaping () throws -> Int) -> Contender {
    Contender(name, step: length, stored: stored) { events in
      try await examples.whileStoring {
        try await timed {
          for _ in 0..<events / length { try await examples.save(length) }
        }
      }
    }
  }

  /// How many events an entity has.
  private static let length = 10

  private static func fill(_ file: String, _ count: Int, _ ids: IDGenerator) async throws {
    let mapper = ExampleMapper()
    let items = try Examples.events(length).map(mapper.item(from:))
    let limit = try await SQLiteLimit(file)
    try limit.value("PRAGMA synchronous = OFF")
    // In the order of the index, or filling it with random ids would take hours. The index comes out the same.
    let sequenceIDs = (0..<count / length).map { _ in ids.next() }.sorted()
    for start in stride(from: 0, to: sequenceIDs.count, by: 10_000) {
      let entities = sequenceIDs[start..<min(start + 10_000, sequenceIDs.count)]
      let part = entities.flatMap { id in
        items.map { item in
          SequencedItem(
            sequenceID: id, position: item.position, topic: item.topic, data: item.data, timestamp: item.timestamp)
        }
      }
      try limit.insertTogether(LimitItems(part))
    }
    try limit.value("PRAGMA wal_checkpoint(TRUNCATE)")
    try expect(limit.count(), is: count, "filling the table")
  }
}
