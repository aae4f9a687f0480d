public import EventSourcing
public import Foundation

extension Recorder {
  /// Records what has happened to an entity, after what has happened to it already.
  public func record<Payload: EventPayload>(_ payloads: Payload..., of id: UUID) async throws {
    let store = EventStore(of: Payload.self, in: self)
    let version = try await items(of: id).count
    try await store.append(
      payloads.enumerated().map { index, payload in
        DomainEvent(
          entityID: id, entityVersion: version + index, timestamp: Timestamp(microseconds: version + index),
          payload: payload)
      })
  }

  /// Records an event that the programs of the box office do not know.
  public func recordUnknown(_ topic: String, of id: UUID) async throws {
    let version = try await items(of: id).count
    try await append([
      SequencedItem(
        sequenceID: id, position: version, topic: topic, data: Data("{}".utf8),
        timestamp: Timestamp(microseconds: version))
    ])
  }
}
