public import Foundation

/// An entity being put together again from its events, one checked event after the other.
public struct Replay<Entity: EventSourced>: Sendable {
  /// The entity after the events so far: `nil` before the first, and after one that discarded it.
  public private(set) var entity: Entity?

  /// The number of events so far, and so the version the next one must have.
  public private(set) var version = 0

  /// Whose events they must be; `nil` until the first tells.
  private var id: UUID?

  /// Begins before the first event.
  ///
  /// - Parameter id: Whose events they must be: the first event's entity, unless given.
  public init(of id: UUID? = nil) {
    self.id = id
  }

  /// Goes on from an entity that is already known.
  public init(continuing entity: Entity) {
    id = entity.id
    self.entity = entity.isDiscarded ? nil : entity
    version = entity.version
  }

  /// Goes on after the end of an entity's life, which nothing can follow.
  init(discarded id: UUID, version: Int) {
    self.id = id
    self.version = version
  }

  /// Whether the entity existed and its life has ended.
  public var isDiscarded: Bool { entity == nil && version > 0 }

  /// Folds in one event.
  ///
  /// - Throws: `ReplayError` if it is not the next event of this very entity; the replay is then of no more use.
  public mutating func apply(_ event: DomainEvent<Entity.Event>) throws(ReplayError) {
    guard event.entityVersion == version else {
      throw .outOfSequence(id: event.entityID, expected: version, found: event.entityVersion)
    }
    let id = id ?? event.entityID
    guard event.entityID == id else {
      throw .foreignEvent(expected: id, found: event.entityID, version: version)
    }
    guard entity != nil else {
      return try begin(with: event)
    }
    try Entity.apply(event, to: &entity)
    version += 1
  }

  /// Notes the event that was folded in last, so that one can see later whether it still is what is stored.
  mutating func remember(_ event: DomainEvent<Entity.Event>?) {
    entity?.lifecycle.newestEvent = event
  }

  private mutating func begin(with event: DomainEvent<Entity.Event>) throws(ReplayError) {
    guard version == 0 else {
      throw .afterTheEnd(id: event.entityID, version: version)
    }
    Entity.mutate(&entity, with: event)
    guard let entity, entity.id == event.entityID else {
      self.entity = nil
      throw .createdNothing(id: event.entityID, version: 0)
    }
    id = entity.id
    version = 1
  }
}

extension EventSourced {
  /// The entity that a list of events, from the first on, amounts to; `nil` if there are none or it was discarded.
  ///
  /// - Throws: `ReplayError`.
  public static func replaying(_ events: some Sequence<DomainEvent<Event>>) throws -> Self? {
    var replay = Replay<Self>()
    var newest: DomainEvent<Event>?
    for event in events {
      try replay.apply(event)
      newest = event
    }
    replay.remember(newest)
    return replay.entity
  }
}
