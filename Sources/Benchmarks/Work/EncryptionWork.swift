import EventSourcing
import EventSourcingCrypto

extension Benchmark {
  /// What encryption with AES-256-GCM costs for small events.
  ///
  /// The target is for the way that events take in an application: published, stored and replayed. It is measured in
  /// memory, since next to a database's own time the difference would not be seen. What the mapper alone takes is all
  /// there is to encryption and nothing of what always comes with it, so it is shown for those who tune it.
  static let encryption = [
    Benchmark(
      work: Work("encryption", "AES-256-GCM on, against off: save and replay", target: .atMost(1.25)),
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
