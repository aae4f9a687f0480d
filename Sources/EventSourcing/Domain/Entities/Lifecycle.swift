public import Foundation

/// Who an entity is and how far its life has come; kept up to date by the library, event by event.
public struct Lifecycle: Codable, Sendable {
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

  /// The event that a command or a replay ended with, which the row that a replay goes on from is held against.
  ///
  /// It is of use only if it is the newest: what folds events in by itself leaves it as it was. No part of the state.
  var newestEvent: (any AnyDomainEvent)?

  /// A `TrialCopy` of the entity, once it has taken a command: no part of its state, but a help for the next command.
  var trialCopy: (any AnyObject & Sendable)?

  /// The lifecycle of an entity that has just been created, by this event.
  public init<Payload>(createdBy event: DomainEvent<Payload>) {
    id = event.entityID
    version = event.entityVersion.plus(1)
    createdOn = event.timestamp
    lastModifiedOn = event.timestamp
  }

  mutating func advance(past event: DomainEvent<some EventPayload>) {
    version = event.entityVersion.plus(1)
    lastModifiedOn = event.timestamp
  }

  mutating func end(with event: DomainEvent<some EventPayload>) {
    advance(past: event)
    isDiscarded = true
  }

  /// What is stored in snapshots.
  private enum CodingKeys: CodingKey {
    case id, version, createdOn, lastModifiedOn, isDiscarded
  }
}

extension Lifecycle: Hashable {
  public static func == (left: Lifecycle, right: Lifecycle) -> Bool {
    left.version == right.version && left.lastModifiedOn == right.lastModifiedOn && left.id == right.id
      && left.createdOn == right.createdOn && left.isDiscarded == right.isDiscarded
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(version)
    hasher.combine(createdOn)
    hasher.combine(lastModifiedOn)
    hasher.combine(isDiscarded)
  }
}

extension Lifecycle: CustomReflectable {
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "id": id, "version": version, "createdOn": createdOn, "lastModifiedOn": lastModifiedOn,
        "isDiscarded": isDiscarded,
      ], displayStyle: .struct)
  }
}
