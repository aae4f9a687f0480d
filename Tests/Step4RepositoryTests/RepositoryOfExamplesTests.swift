import EventSourcing
import EventSourcingSQLite
import Foundation
import Step1Events
import Step2Entity
import Step3Store
import Testing

@Suite("The repository of examples")
struct RepositoryOfExamplesTests {
  let id = UUID()

  /// Lends a repository whose store has these events.
  private func withRepository(
    of payloads: ExampleEvent..., body: (Repository<Example>) async throws -> Void
  ) async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let store = ExampleStore.examples(in: recorder)
    for (version, payload) in payloads.enumerated() {
      try await store.append(
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload))
    }
    try await body(Repository(eventStore: store))
    try await recorder.close()
  }

  @Test func `has the entity that the stored events make`() async throws {
    try await withRepository(
      of: .created(foo: "bar1"), .valueChanged(name: .foo, value: "bar2")
    ) { repository async throws in
      #expect(try await repository.contains(id))
      let example = try await repository[id]
      #expect(example.foo == "bar2")
      #expect(example.version == 2)
    }
  }

  @Test func `throws for an id that never was`() async throws {
    try await withRepository { repository async throws in
      #expect(try await repository.contains(id) == false)
      await #expect(throws: EntityNotFound(id: id, reason: .neverExisted)) { try await repository[id] }
      await #expect(throws: EntityNotFound(id: id, reason: .neverExisted)) { try await repository[id, at: 1] }
    }
  }

  @Test func `tells a discarded entity from one that never was`() async throws {
    try await withRepository(of: .created(foo: "bar1"), .discarded) { repository async throws in
      #expect(try await repository.contains(id) == false)
      await #expect(throws: EntityNotFound(id: id, reason: .discarded(version: 2))) { try await repository[id] }
    }
  }

  @Test func `has the entity as it was at each version, also after it was discarded`() async throws {
    try await withRepository(
      of: .created(foo: "bar1"), .valueChanged(name: .foo, value: "bar2"), .discarded
    ) { repository async throws in
      #expect(try await repository[id, at: 1].foo == "bar1")
      #expect(try await repository[id, at: 2].foo == "bar2")
      await #expect(throws: EntityNotFound(id: id, reason: .discarded(version: 3))) { try await repository[id, at: 3] }
    }
  }

  @Test(arguments: [-1, 0, 2, .max])
  func `throws for a version that is not there`(_ version: Int) async throws {
    try await withRepository(of: .created(foo: "bar1")) { repository async throws in
      let reason = EntityNotFound.Reason.noSuchVersion(asked: version, latest: 1)
      await #expect(throws: EntityNotFound(id: id, reason: reason)) { try await repository[id, at: version] }
    }
  }
}
