/// Stores what is published of all kinds of entities in a catalog, each as the catalog says: a `PersistencePolicy` for
/// every one of them.
///
///     let policy = try CatalogPolicy(catalog: catalog, recorder: recorder)
///     defer { policy.close() }
///
/// Events of other kinds are not stored, and commands that cause them are refused. Entries of logs are not published,
/// so they are no concern of it.
public final class CatalogPolicy: Sendable {
  private let bus: EventBus
  private let subscriptions: [EventBus.Subscription]

  /// - Throws: `StoredElsewhere` if somebody stores events of one of the kinds on the bus already; the policy then stores
  ///   none of the others either.
  public init(catalog: EventCatalog, recorder: any Recorder, bus: EventBus = .current) throws {
    var subscriptions: [EventBus.Subscription] = []
    do {
      for payload in catalog.payloadsOfEntities {
        try subscriptions.append(Self.store(payload, as: catalog, in: recorder, on: bus))
      }
    } catch {
      subscriptions.forEach(bus.unsubscribe)
      throw error
    }
    self.bus = bus
    self.subscriptions = subscriptions
  }

  /// Stops storing: events published from now on are not stored by this policy, and commands are refused.
  public func close() {
    subscriptions.forEach(bus.unsubscribe)
  }

  private static func store<Payload: EventPayload>(
    _ payload: Payload.Type, as catalog: EventCatalog, in recorder: any Recorder, on bus: EventBus
  ) throws -> EventBus.Subscription {
    let store = try catalog.eventStore(of: payload, in: recorder)
    return try bus.storeEvents(of: payload) { events in try await store.append(events) }
  }
}
