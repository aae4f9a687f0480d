public import Foundation

/// A value whose state follows from its events alone.
///
/// Conform to `Entity` (each command publishes its event at once) or to `Aggregate` (commands collect events until
/// they are saved), not to this.
public protocol EventSourced: Sendable {
  /// What can happen to it.
  associatedtype Event: EventPayload

  /// Its id, version and dates. Set it when a first event creates the value; the library does the rest.
  var lifecycle: Lifecycle { get set }

  /// Folds one event into the state, which is `nil` before the first event and after the last.
  ///
  /// An exhaustive `switch` without `default`: an event that was forgotten does not compile. A mutator never
  /// refuses, because what it is told has already happened; whether something may happen is decided by commands. It
  /// does nothing but change the state, for it is called more than once for an event: first on a copy.
  static func mutate(_ entity: inout Self?, with event: DomainEvent<Event>)
}

extension EventSourced {
  /// The entity's id.
  public var id: UUID { lifecycle.id }

  /// The number of the entity's events.
  public var version: Int { lifecycle.version }

  /// When the entity was created.
  public var createdOn: Timestamp { lifecycle.createdOn }

  /// When the entity's newest event happened.
  public var lastModifiedOn: Timestamp { lifecycle.lastModifiedOn }

  /// Whether the entity's life has ended; from then on each command throws `EntityDiscarded`.
  public var isDiscarded: Bool { lifecycle.isDiscarded }
}

extension EventSourced {
  /// The event that a first command causes, and the entity as it makes it.
  static func firstEvent(
    _ payload: Event, id: UUID, at timestamp: Timestamp
  ) throws -> (event: DomainEvent<Event>, entity: Self) {
    let event = DomainEvent(entityID: id, entityVersion: 0, timestamp: timestamp, payload: payload)
    var replay = Replay<Self>()
    try replay.apply(event)
    replay.remember(event)
    guard let entity = replay.entity else { throw ReplayError.createdNothing(id: id, version: 0) }
    return (event, entity)
  }

  /// The event that a command on this entity causes.
  ///
  /// - Throws: `EntityDiscarded`.
  func nextEvent(_ payload: Event, at timestamp: Timestamp) throws -> DomainEvent<Event> {
    guard !isDiscarded else { throw EntityDiscarded(id: id, version: version) }
    return DomainEvent(entityID: id, entityVersion: version, timestamp: timestamp, payload: payload)
  }

  /// Applies the next event to an entity that there is.
  ///
  /// - Throws: `ReplayError.createdTwice`; the entity is then of no more use.
  static func apply(_ event: DomainEvent<Event>, to entity: inout Self?) throws(ReplayError) {
    mutate(&entity, with: event)
    // A mutator that takes a later event for a creation starts a new lifecycle: the version gives it away.
    guard entity == nil || entity?.version == event.entityVersion else {
      throw .createdTwice(id: event.entityID, version: event.entityVersion)
    }
    entity?.lifecycle.advance(past: event)
  }
}
