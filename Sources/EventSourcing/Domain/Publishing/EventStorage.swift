/// Stores the published events of every payload: what `EventBus.storeAllEvents(in:)` takes.
public protocol EventStorage: Sendable {
  /// Stores a list of events, all or none.
  ///
  /// - Throws: Whatever keeps them from being stored; the publisher gets it as it is.
  func store<Payload: EventPayload>(_ events: [DomainEvent<Payload>]) async throws
}
