import EventSourcing
import EventSourcingSQLite
import Foundation
import Step1Events
import Step3Store
import Testing

@Suite("The store of examples")
struct ExampleStoreTests {
  let id = UUID()

  private func event(_ version: Int, _ payload: ExampleEvent) -> DomainEvent<ExampleEvent> {
    DomainEvent(entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
  }

  private var events: [DomainEvent<ExampleEvent>] {
    [event(0, .created(foo: "bar1")), event(1, .valueChanged(name: .foo, value: "bar2"))]
  }

  private func withStore(_ body: (ExampleStore) async throws -> Void) async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await body(.examples(in: recorder))
    try await recorder.close()
  }

  @Test func `gives back the events that were appended one by one`() async throws {
    try await withStore { store in
      for event in events { try await store.append(event) }
      #expect(try await store.events(of: id) == events)
    }
  }

  @Test func `has raw items with the id, position, topic, data and time of the events`() async throws {
    try await withStore { store in
      try await store.append(events)
      let items = try await store.recorder.items(of: id)
      #expect(items.map(\.sequenceID) == [id, id])
      #expect(items.map(\.position) == [0, 1])
      #expect(items.map(\.topic) == ["Example.created", "Example.valueChanged"])
      #expect(
        items.map { String(decoding: $0.data, as: UTF8.self) } == [
          #"{"foo":"bar1"}"#, #"{"name":"foo","value":"bar2"}"#,
        ])
      #expect(items.map(\.timestamp.microseconds) == [0, 1])
    }
  }

  @Test func `gives one event by its place`() async throws {
    try await withStore { store in
      try await store.append(events)
      #expect(try await store.event(of: id, at: 1) == events[1])
      #expect(try await store.event(of: id, at: 2) == nil)
    }
  }

  @Test func `has no events of an id it has never seen`() async throws {
    try await withStore { store async throws in #expect(try await store.events(of: UUID()) == []) }
  }

  @Test func `refuses a position that is taken, and keeps the first event`() async throws {
    try await withStore { store in
      try await store.append(events)
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) {
        try await store.append(event(1, .discarded))
      }
      #expect(try await store.events(of: id) == events)
    }
  }

  @Test func `refuses a gap`() async throws {
    try await withStore { store in
      try await store.append(events)
      await #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 2, found: 3)) {
        try await store.append(event(3, .discarded))
      }
    }
  }

  @Test func `stops at a topic that it does not know, naming it and its place`() async throws {
    try await withStore { store in
      let unknown = SequencedItem(
        sequenceID: id, position: 0, topic: "Example.vanished", data: Data("{}".utf8),
        timestamp: Timestamp(microseconds: 0))
      try await store.recorder.append([unknown])
      await #expect(throws: UnreadableItem(unknown, .unknownTopic)) { try await store.events(of: id) }
    }
  }
}
