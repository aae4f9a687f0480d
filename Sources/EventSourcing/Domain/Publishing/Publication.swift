/// Who has to do with a publish, as it was when the publish began: who stores the events, and who hears of them.
struct Publication {
  /// Who stores the events; `nil` if nobody does.
  let storage: (any Subscriber)?

  /// All subscribers of the bus, in the order of subscription.
  let subscribers: [EventBus.Subscribed]

  /// Stores the events, then has the publisher change what they change, and then tells the subscribers.
  ///
  /// Where nobody stores, the change comes last: each subscriber can still prevent it.
  ///
  /// - Throws: What the storing throws; `StoredButNotHandled` after the change; where nobody stores, the first error of
  ///   a subscriber.
  func publish<Payload>(_ events: [DomainEvent<Payload>], thenChange change: () -> Void) async throws {
    if let storage {
      try await storage.hear(events)
      change()
      if !subscribers.isEmpty { try await tellAll(events) }
    } else {
      for (_, subscriber) in subscribers {
        try await subscriber.hear(events)
      }
      change()
    }
  }

  /// Tells the subscribers of events that are stored: all of them, also if some fail.
  ///
  /// - Throws: `StoredButNotHandled`.
  func tellAll<Payload>(_ events: [DomainEvent<Payload>]) async throws {
    var errors: [any Error] = []
    for (_, subscriber) in subscribers {
      do { try await subscriber.hear(events) } catch { errors.append(error) }
    }
    if let last = events.last, !errors.isEmpty {
      throw StoredButNotHandled(entityID: last.entityID, version: last.entityVersion.plus(1), errors: errors)
    }
  }
}
