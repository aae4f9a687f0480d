import EventSourcing
import EventSourcingSQLite
import Foundation
import Step1Events

extension Benchmark {
  /// Reading an entity of 100 000 events that has a snapshot every 1 000, against replaying it.
  ///
  /// The newest snapshot is 500 events old, as it is on the average.
  static let snapshots = Benchmark(
    work: Work(
      "snapshots", "SQLite: an entity of 100 000 events with a snapshot every 1 000, against its replay",
      target: .atLeast(34)),
    measure: { work, session in
      try await session.withFolder { folder in
        let database = try await SQLiteDatabase(.file("\(folder)/recorder.sqlite"))
        let recorder = try await database.recorder()
        let count = 100_000
        let id = IDGenerator.timeOrdered.next()
        let store = ExampleStore(of: ExampleEvent.self, in: recorder)
        for start in stride(from: 0, to: count, by: 10_000) {
          try await store.append(Examples.events(start..<(start + 10_000), of: id))
        }
        let snapshots = SnapshotStore<KeptExample>(recorder: try await database.recorder(table: .snapshots))
        for version in stride(from: 500, to: count, by: 1_000) {
          try await snapshots.take(of: id, at: version, from: store)
        }
        let kept = Repository(eventStore: store, snapshots: snapshots)
        let replayed = Repository<KeptExample>(eventStore: store)
        let measurement = try await session.compare(
          work, unit: "reads/s",
          Contender("snapshot and rest") { reads in
            try await timed { for _ in 0..<reads { try expect(await kept[id].version, is: count, "snapshot") } }
          },
          with: Contender("replay") { reads in
            try await timed { for _ in 0..<reads { try expect(await replayed[id].version, is: count, "replay") } }
          })
        // Else two replays would have been compared.
        try expect(snapshots.counts.replayed, is: 0, "snapshots passed over")
        try await database.close()
        return measurement
      }
    })
}

/// The example of the steps with snapshots.
private struct KeptExample: Entity, Snapshottable {
  typealias Event = ExampleEvent

  static let snapshotVersion: SnapshotVersion = 1

  var lifecycle: Lifecycle
  var foo: String

  static func mutate(_ example: inout KeptExample?, with event: DomainEvent<ExampleEvent>) {
    switch event.payload {
    case .created(let foo): example = KeptExample(lifecycle: Lifecycle(createdBy: event), foo: foo)
    case .valueChanged(_, let value): example?.foo = value
    case .discarded: example = nil
    }
  }
}
