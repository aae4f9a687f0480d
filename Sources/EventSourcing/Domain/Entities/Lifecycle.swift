public import Foundation

/// Who an entity is and how far its life has come; kept up to date by the library, event by event.
public struct Lifecycle: Hashable, Codable, Sendable {
  /// The entity's id, the same for its whole life.
  public let id: UUID

  /// The number of the entity's events; its next event is stored at this position.
  public private(set) var version: Int

  /// When the first event happened.
  public let createdOn: Timestamp

  /// When the newest event happened.
  public private(set) var lastModifiedOn: Timestamp

  /// Whether the newest event ended the entity's life.
  public private(set) var isDiscarded = false

  /// The lifecycle of an entity that has just been created, by this event.
  public init<Payload>(createdBy event: DomainEvent<Payload>) {
    id = event.entityID
    version = event.entityVersion + 1
    createdOn = event.timestamp
    lastModifiedOn = event.timestamp
  }

  mutating func advance(past event: DomainEvent<some EventPayload>) {
    version = event.entityVersion + 1
    lastModifiedOn = event.timestamp
  }

  mutating func end(with event: DomainEvent<some EventPayload>) {
    advance(past: event)
    isDiscarded = true
  }
}
