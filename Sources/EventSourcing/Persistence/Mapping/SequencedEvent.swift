public import Foundation

/// An event that has a place in a sequence, and so can be stored.
///
/// `DomainEvent` is one, with positions that count up. `TimestampedEvent` is another, with positions in time. An
/// own struct with own property names is a third: give `SequencedItemMapper` the key paths.
public protocol SequencedEvent: Sendable {
  associatedtype Payload: EventPayload

  /// When it happened.
  var timestamp: Timestamp { get }

  /// What happened.
  var payload: Payload { get }

  /// What is known about it; none, in a type of your own that keeps none.
  var metadata: EventMetadata { get }

  /// Makes the event again from what was stored.
  init(sequenceID: UUID, position: Int, timestamp: Timestamp, payload: Payload, metadata: EventMetadata)
}

extension DomainEvent: SequencedEvent {
  public init(sequenceID: UUID, position: Int, timestamp: Timestamp, payload: Payload, metadata: EventMetadata) {
    self.init(
      entityID: sequenceID, entityVersion: position, timestamp: timestamp, payload: payload, metadata: metadata)
  }
}
