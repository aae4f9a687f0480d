public import Foundation

/// Something that happened to an entity: to which, where in its sequence, when, and what.
public struct DomainEvent<Payload: EventPayload>: Sendable {
  /// Who: the entity the event belongs to.
  public let entityID: UUID

  /// Where: the number of the entity's events before this one, so the first event is at 0.
  public let entityVersion: Int

  /// When it happened.
  public let timestamp: Timestamp

  /// What happened.
  public let payload: Payload

  /// What is known about it.
  public let metadata: EventMetadata

  /// Makes an event; what is known about it is the current metadata, unless given.
  public init(
    entityID: UUID, entityVersion: Int, timestamp: Timestamp, payload: Payload, metadata: EventMetadata = .current
  ) {
    self.entityID = entityID
    self.entityVersion = entityVersion
    self.timestamp = timestamp
    self.payload = payload
    self.metadata = metadata
  }
}

extension DomainEvent: Equatable where Payload: Equatable {}
extension DomainEvent: Hashable where Payload: Hashable {}

/// A domain event of any payload, for those who listen to all of them.
public protocol AnyDomainEvent: Sendable {
  associatedtype Payload: EventPayload

  var entityID: UUID { get }
  var entityVersion: Int { get }
  var timestamp: Timestamp { get }
  var payload: Payload { get }
  var metadata: EventMetadata { get }
}

extension DomainEvent: AnyDomainEvent {}
