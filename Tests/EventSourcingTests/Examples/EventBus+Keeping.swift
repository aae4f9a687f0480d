import EventSourcing

extension EventBus {
  /// Stores what is published of a kind, for as long as the bus is there.
  func keep<Payload>(_ store: EventStore<DomainEvent<Payload>>) throws {
    _ = try storeEvents(of: Payload.self) { try await store.append($0) }
  }
}
