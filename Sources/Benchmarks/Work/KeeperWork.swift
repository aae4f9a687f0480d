import EventSourcing
import EventSourcingSQLite
import Foundation
import Step2Entity

extension Benchmark {
  /// Commands on an entity that is in memory, against the same where each reads and replays its events first.
  static let keeping = Benchmark(
    work: Work("keeper-hot", "SQLite: commands on an entity of 2 000 events, kept", target: .atLeast(5)),
    measure: { work, session in
      try await session.withFolder { folder in
        let recorder = try await SQLiteRecorder(.file("\(folder)/recorder.sqlite"))
        return try await recorder.closing {
          let examples = Examples(recorder)
          // One for each, so that both have as long a history.
          let (kept, read) = (IDGenerator.timeOrdered.next(), IDGenerator.timeOrdered.next())
          for id in [kept, read] { try await examples.store.append(Examples.events(2_000, of: id)) }
          let bus = EventBus()
          let policy = try PersistencePolicy(eventStore: examples.store, bus: bus)
          defer { policy.close() }
          let keeper = Keeper(repository: examples.repository, bus: bus)
          return try await session.compare(
            work, unit: "commands/s",
            Contender("keeper") { commands in
              try await timed {
                for number in 0..<commands { try await keeper.change(kept) { try await $0.setFoo(to: "\(number)") } }
              }
            },
            with: Contender("repository") { commands in
              try await EventBus.$current.withValue(bus) {
                try await timed {
                  for number in 0..<commands {
                    var example = try await examples.repository[read]
                    try await example.setFoo(to: "\(number)")
                  }
                }
              }
            })
        }
      }
    })
}
