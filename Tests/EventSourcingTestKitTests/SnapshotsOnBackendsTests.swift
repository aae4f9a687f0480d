import EventSourcing
import EventSourcingTestKit
import Foundation
import Testing

@Suite("Snapshots on every database", .timeLimit(.minutes(1)))
struct SnapshotsOnBackendsTests {
  @Test(arguments: Backend.allCases)
  func `are taken, read, passed over after a change of the past, and removed`(_ backend: Backend) async throws {
    try await backend.withRecorder { events, others in
      try await backend.withRecorder { table, _ in
        let store = EventStore(of: Tally.Event.self, in: events)
        let snapshots = SnapshotStore<Tally>(recorder: table, keeping: 2)
        let repository = Repository(eventStore: store, snapshots: snapshots)
        let (id, other) = (UUID(), UUID())
        try await store.append(Tally.history(id, 20) + Tally.history(other, 2))
        for version in [5, 10, 15] { try await snapshots.take(of: id, at: version, from: store) }
        #expect(try await repository[id].sum == 190)
        #expect(try await repository[id, at: 12].sum == 66)
        #expect(try await repository[id, at: 7].sum == 21)
        #expect(snapshots.counts.used == 2, "two are kept")

        // As it looks to another process.
        let before = try await events.logRevision()
        for recorder in others { #expect(try await recorder.logRevision() == before) }
        try await events.deleteItems(of: other)
        for recorder in others { #expect(try await recorder.logRevision().changes == before.changes + 1) }
        let reader = EventStore(of: Tally.Event.self, in: others.first ?? events)
        #expect(try await Repository(eventStore: reader, snapshots: snapshots)[id].sum == 190)
        #expect(snapshots.counts.passedOver == [.pastChanged: 2])

        try await snapshots.take(of: id, at: 15, from: store)
        #expect(try await repository[id].sum == 190)
        #expect(snapshots.counts.used == 3)
        #expect(try await snapshots.remove(of: id) == 1, "the one from before the change has made way")
      }
    }
  }
}

private struct Tally: Entity, Snapshottable {
  enum Event: EventPayload {
    static let storedName = "Tally"
    case begun
    case added(Int)
    enum CodingKeys: String, CodingKey, CaseIterable { case begun, added }
  }

  static let snapshotVersion: SnapshotVersion = 1
  var lifecycle: Lifecycle
  var sum = 0

  static func mutate(_ tally: inout Tally?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .begun: tally = Tally(lifecycle: Lifecycle(createdBy: event))
    case .added(let number): tally?.sum += number
    }
  }

  static func history(_ id: UUID, _ count: Int) -> [DomainEvent<Event>] {
    (0..<count).map { version in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version),
        payload: version == 0 ? .begun : .added(version))
    }
  }
}
