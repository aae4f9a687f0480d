public import Foundation

/// An event-sourced value whose commands publish one event each.
///
/// Persist, then apply: a command works out its event, publishes it, and changes the entity only when publishing
/// (and so storing) has succeeded. After an error the entity is exactly as it was before.
///
/// One case needs care: if a policy has stored the event and a subscriber after it throws, the log is ahead of the
/// entity. Get the entity from the repository again, and let whatever may fail subscribe before the policy.
public protocol Entity: EventSourced {}

extension Entity {
  /// Creates an entity, and publishes the event that did.
  ///
  /// - Throws: What a subscriber throws, for example `ConcurrencyError` if the id is taken;
  ///   `ReplayError.createdNothing`, before anything is published, if the event is not one that creates.
  public static func create(
    _ payload: Event, id: UUID, at timestamp: Timestamp = .now
  ) async throws -> Self {
    let (event, entity) = try firstEvent(payload, id: id, at: timestamp)
    try await EventBus.current.publish(event)
    return entity
  }

  /// Publishes the next event of this entity, then applies it.
  ///
  /// Swift lets no one call this on a property of an actor, because others could use the property meanwhile: change a
  /// copy, and put it back.
  ///
  /// - Throws: `EntityDiscarded`, or what a subscriber throws, for example `ConcurrencyError` if the entity has
  ///   been changed elsewhere: get it from the repository again and decide again; `ReplayError.createdTwice`,
  ///   before anything is published, if the event is one that creates.
  public mutating func trigger(_ payload: Event, at timestamp: Timestamp = .now) async throws {
    let (event, changed) = try nextEvent(payload, at: timestamp)
    try await EventBus.current.publish(event)
    self = changed
  }
}
