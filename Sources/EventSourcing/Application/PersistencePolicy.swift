/// Stores what is published: subscribes when it is made, appends each published list of events in one
/// transaction, and unsubscribes on `close()`.
///
/// It hears only the events of its own payload type, so an application has one policy for each kind of entity.
public final class PersistencePolicy<Payload: EventPayload>: Sendable {
  private let bus: EventBus
  private let subscription: EventBus.Subscription

  public init(eventStore: EventStore<DomainEvent<Payload>>, bus: EventBus = .current) {
    self.bus = bus
    subscription = bus.subscribe(to: Payload.self) { events in
      try await eventStore.append(events)
    }
  }

  /// Stops storing: events published from now on are not stored by this policy.
  public func close() {
    bus.unsubscribe(subscription)
  }
}
