public import Foundation

/// An event-sourced value whose commands publish one event each.
///
/// Persist, then apply: a command works out its event, publishes it, and changes the entity when it is stored. If it is
/// not stored, the entity is exactly as it was before.
///
/// Once it is stored, the entity has changed, whatever subscribers make of it: a command that throws
/// `StoredButNotHandled` was carried out.
public protocol Entity: EventSourced {}

extension Entity {
  /// Creates an entity, and publishes the event that did.
  ///
  /// - Throws: `NobodyStores`; `ReplayError.createdNothing`, before anything is published, if the event is not one that
  ///   creates; what storing throws, for example `ConcurrencyError` if the id is taken. After `StoredButNotHandled` the
  ///   entity exists: get it from the repository.
  public static func create(
    _ payload: Event, id: UUID, at timestamp: Timestamp = .now, on bus: EventBus = .current
  ) async throws -> Self {
    let (event, entity) = try firstEvent(payload, id: id, at: timestamp)
    try await bus.storedPublication(of: Event.self).publish([event], thenChange: {})
    return entity
  }

  /// Publishes the next event of this entity, and applies it when it is stored.
  ///
  /// Swift lets no one call this on a property of an actor, because others could use the property meanwhile: change a
  /// copy, and put it back.
  ///
  /// - Throws: `EntityDiscarded`; `NobodyStores`; `ReplayError.createdTwice`, before anything is published, if the event
  ///   is one that creates; what storing throws, for example `ConcurrencyError` if the entity has been changed
  ///   elsewhere: get it from the repository again and decide again. The entity is then as it was. After
  ///   `StoredButNotHandled` it has changed.
  public mutating func trigger(
    _ payload: Event, at timestamp: Timestamp = .now, on bus: EventBus = .current
  ) async throws {
    let event = try nextEvent(payload, at: timestamp)
    let publication = try bus.storedPublication(of: Event.self)
    let copy = try trying(event)
    try await publication.publish([event]) { happen(event, tried: copy) }
  }
}
