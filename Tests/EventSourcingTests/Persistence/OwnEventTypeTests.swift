import EventSourcing
import Foundation
import Testing

/// An event under names of its own.
private struct AggregateEvent: SequencedEvent, Equatable {
  let aggregateID: UUID
  let aggregateVersion: Int
  let timestamp: Timestamp
  let payload: Account.Event
  var metadata: EventMetadata { EventMetadata() }

  init(aggregateID: UUID, aggregateVersion: Int, timestamp: Timestamp, payload: Account.Event) {
    self.aggregateID = aggregateID
    self.aggregateVersion = aggregateVersion
    self.timestamp = timestamp
    self.payload = payload
  }

  init(sequenceID: UUID, position: Int, timestamp: Timestamp, payload: Account.Event, metadata: EventMetadata) {
    self.init(aggregateID: sequenceID, aggregateVersion: position, timestamp: timestamp, payload: payload)
  }
}

@Suite("An event type with property names of its own")
struct OwnEventTypeTests {
  private let store = EventStore(
    recorder: InMemoryRecorder(),
    mapper: SequencedItemMapper<AggregateEvent>(
      sequenceID: \.aggregateID, position: \.aggregateVersion, kind: .counted))
  private let id = IDGenerator.counting().next()

  private func event(_ version: Int, _ payload: Account.Event) -> AggregateEvent {
    AggregateEvent(aggregateID: id, aggregateVersion: version, timestamp: .second(version), payload: payload)
  }

  @Test func `is mapped by key paths`() throws {
    let item = try store.mapper.item(from: event(3, .deposited(amount: 5)))
    #expect(item.sequenceID == id && item.position == 3 && item.topic == "Account.deposited")
    #expect(item.timestamp == .second(3))
  }

  @Test func `is stored and read like any other`() async throws {
    let events = [event(0, .opened(owner: "Ada")), event(1, .deposited(amount: 5))]
    try await store.append(events)
    #expect(try await store.events(of: id) == events)
  }

  @Test func `is held to the kind that the mapper was given`() async {
    await #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 0, found: 2)) {
      try await store.append(event(2, .deposited(amount: 5)))
    }
  }

  @Test func `reads what domain events of the same payload wrote`() async throws {
    try await EventStore(of: Account.Event.self, in: store.recorder).append(Account.history(id))
    #expect(try await store.events(of: id) == [event(0, .opened(owner: "Ada"))])
  }
}
