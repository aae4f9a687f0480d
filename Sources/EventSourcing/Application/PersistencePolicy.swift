/// Stores what is published: registers when it is made, appends each published list of events in one transaction, and
/// ends that on `close()`.
///
/// It stores only the events of its own payload type, so an application has one policy for each kind of entity, and a
/// bus has no more than one of a kind. A `CatalogPolicy` is one for all kinds of a catalog.
public final class PersistencePolicy<Payload: EventPayload>: Sendable {
  private let bus: EventBus
  private let subscription: EventBus.Subscription

  /// - Throws: `StoredElsewhere` if somebody stores these events on the bus already.
  public init(eventStore: EventStore<DomainEvent<Payload>>, bus: EventBus = .current) throws {
    self.bus = bus
    subscription = try bus.storeEvents(of: Payload.self) { events in
      try await eventStore.append(events)
    }
  }

  /// Stops storing: events published from now on are not stored by this policy, and commands are refused.
  public func close() {
    bus.unsubscribe(subscription)
  }
}

extension PersistencePolicy {
  /// Makes a policy that stores as a catalog says.
  ///
  /// - Throws: `KindNotInCatalog`; `StoredElsewhere` if somebody stores these events on the bus already.
  public convenience init(catalog: EventCatalog, recorder: any Recorder, bus: EventBus = .current) throws {
    try self.init(eventStore: catalog.eventStore(of: Payload.self, in: recorder), bus: bus)
  }
}
