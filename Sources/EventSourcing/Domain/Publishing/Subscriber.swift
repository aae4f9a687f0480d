/// A handler that was given to a bus, or a storage.
protocol Subscriber: AnyObject, Sendable {}

extension Subscriber {
  /// Calls the handler if it is one for these events.
  func hear<Payload>(_ events: [DomainEvent<Payload>]) async throws {
    // The subscriber is cast, never the events: casting an array visits each of its elements.
    switch self {
    case let typed as TypedSubscriber<Payload>: try await typed.handler(events)
    case let untyped as UntypedSubscriber: try await untyped.handler(events)
    case let storing as StoringSubscriber: try await storing.storage.store(events)
    default: return
    }
  }
}

/// A handler of the events of one payload.
final class TypedSubscriber<Payload: EventPayload>: Subscriber {
  let handler: @Sendable ([DomainEvent<Payload>]) async throws -> Void

  init(handler: @escaping @Sendable ([DomainEvent<Payload>]) async throws -> Void) {
    self.handler = handler
  }
}

/// A handler of all events.
final class UntypedSubscriber: Subscriber {
  let handler: @Sendable ([any AnyDomainEvent]) async throws -> Void

  init(handler: @escaping @Sendable ([any AnyDomainEvent]) async throws -> Void) {
    self.handler = handler
  }
}

/// A storage of all events.
final class StoringSubscriber: Subscriber {
  let storage: any EventStorage

  init(storage: any EventStorage) {
    self.storage = storage
  }
}
