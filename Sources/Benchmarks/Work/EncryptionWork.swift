import EventSourcing
import EventSourcingCrypto
import EventSourcingSQLite

extension Benchmark {
  /// What encryption with AES-256-GCM costs for small events.
  ///
  /// The target is for the way that events take in an application, to a database and back: in batches and on SQLite,
  /// since next to a commit for each event the difference would not be seen. In memory there is hardly anything
  /// beside it; and what the mapper alone takes is all there is to it: both are shown for those who tune it.
  static let encryption = [
    Benchmark(
      work: Work("encryption", "AES-256-GCM on, against off: SQLite, save and replay", target: .atMost(1.25)),
      measure: { work, session in
        try await session.withFolder { folder in
          let key = try AESKey.random(.bits256)
          return try await session.compare(
            work, unit: "events/s", meaning: .time,
            try batchAndReplay("with AES-256-GCM", AESCipher(key: key), in: "\(folder)/encrypted.sqlite"),
            with: batchAndReplay("without", nil, in: "\(folder)/plain.sqlite"))
        }
      }),
    Benchmark(
      work: Work("encryption-memory", "The same in memory, one event a save", target: .atMost(1.25)),
      measure: { work, session in
        try await session.compare(
          work, unit: "events/s", meaning: .time,
          try saveAndReplay("with AES-256-GCM", AESCipher(key: .random(.bits256))),
          with: saveAndReplay("without", nil))
      }),
    Benchmark(
      work: Work("encryption-mapper", "The same for the mapper alone"),
      measure: { work, session in
        try await session.compare(
          work, unit: "events/s", meaning: .time,
          try mapBothWays("with AES-256-GCM", AESCipher(key: .random(.bits256))), with: mapBothWays("without", nil))
      }),
  ]

  /// Entities of 1 000 events, saved together to a file, each replayed once.
  private static func batchAndReplay(_ name: String, _ cipher: (any Cipher)?, in file: String) -> Contender {
    let length = 1_000
    return Contender(name, step: length) { events in
      let recorder = try await SQLiteRecorder(.file(file))
      return try await recorder.closing {
        let examples = Examples(recorder, cipher: cipher)
        let batches = (0..<events / length).map { _ in Examples.events(length) }
        return try await timed {
          for batch in batches {
            try await examples.store.append(batch)
            try expect(await examples.repository[batch[0].entityID].version, is: length, name)
          }
        }
      }
    }
  }

  /// Entities of 100 events, one a save, each replayed once.
  private static func saveAndReplay(_ name: String, _ cipher: (any Cipher)?) -> Contender {
    let length = 100
    return Contender(name, step: length) { events in
      let examples = Examples(InMemoryRecorder(), cipher: cipher)
      return try await examples.whileStoring {
        try await timed {
          for _ in 0..<events / length {
            let id = try await examples.save(length)
            try expect(await examples.repository[id].version, is: length, name)
          }
        }
      }
    }
  }

  private static func mapBothWays(_ name: String, _ cipher: (any Cipher)?) -> Contender {
    let mapper = ExampleMapper(cipher: cipher)
    return Contender(name) { count in
      let events = Examples.events(count)
      return try await timed {
        var newest = -1
        for event in events { newest = try mapper.event(from: mapper.item(from: event)).entityVersion }
        try expect(newest + 1, is: count, name)
      }
    }
  }
}
