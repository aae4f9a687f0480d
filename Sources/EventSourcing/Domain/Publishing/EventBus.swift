private import Synchronization

/// Carries published events to those who subscribed.
///
/// Publishing awaits each handler in the order of subscription and returns when all have returned. The current bus
/// is a task's own, so two applications in one process, or two tests at the same time, do not hear each other:
///
///     try await EventBus.$current.withValue(EventBus()) { … }
///
/// A task made with `Task.detached` does not inherit it and finds the default bus. Events that nobody has subscribed
/// to are gone: it is a policy that stores them.
///
/// A handler may publish. The handlers after it then hear of the inner publish before they hear of the outer one.
public final class EventBus: Sendable {
  /// The bus that entities publish on.
  @TaskLocal public static var current = EventBus()

  /// What `subscribe` returned; it ends the subscription.
  public struct Subscription: Hashable, Sendable {
    // Counted over all buses, so that a subscription to one bus cannot end another's.
    fileprivate let number: Int
    private static let count = Atomic(0)

    fileprivate init() {
      number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    }
  }

  private struct State {
    var subscribers: [(subscription: Subscription, subscriber: any Subscriber)] = []
  }

  private let state = Mutex(State())

  public init() {}

  /// Whether anybody is subscribed; a test can ask at its end that nobody is left.
  public var hasSubscribers: Bool {
    state.withLock { !$0.subscribers.isEmpty }
  }

  /// Calls the handler once for each publish of events of one payload type, with all of them, in order.
  @discardableResult
  public func subscribe<Payload>(
    to payload: Payload.Type,
    _ handler: @escaping @Sendable ([DomainEvent<Payload>]) async throws -> Void
  ) -> Subscription {
    add(TypedSubscriber(handler: handler))
  }

  /// Calls the handler once for each publish, of whatever payload, with all its events, in order.
  @discardableResult
  public func subscribeToAll(
    _ handler: @escaping @Sendable ([any AnyDomainEvent]) async throws -> Void
  ) -> Subscription {
    add(UntypedSubscriber(handler: handler))
  }

  /// Ends a subscription; one that has ended already is left alone.
  ///
  /// A publish that is under way still reaches the handlers that were subscribed when it began.
  public func unsubscribe(_ subscription: Subscription) {
    state.withLock { $0.subscribers.removeAll { $0.subscription == subscription } }
  }

  /// Publishes one event.
  ///
  /// - Throws: The first error of a handler; handlers after it are not called.
  public func publish(_ event: DomainEvent<some EventPayload>) async throws {
    try await publish([event])
  }

  /// Publishes a list of events at once; an empty list reaches nobody.
  ///
  /// - Throws: The first error of a handler; handlers after it are not called.
  public func publish<Payload>(_ events: [DomainEvent<Payload>]) async throws {
    guard !events.isEmpty else { return }
    for (_, subscriber) in state.withLock({ $0.subscribers }) {
      // The subscriber is cast, never the events: casting an array visits each of its elements.
      switch subscriber {
      case let typed as TypedSubscriber<Payload>: try await typed.handler(events)
      case let untyped as UntypedSubscriber: try await untyped.handler(events)
      default: continue
      }
    }
  }

  private func add(_ subscriber: any Subscriber) -> Subscription {
    let subscription = Subscription()
    state.withLock { $0.subscribers.append((subscription, subscriber)) }
    return subscription
  }
}

private protocol Subscriber: AnyObject, Sendable {}

private final class TypedSubscriber<Payload: EventPayload>: Subscriber {
  let handler: @Sendable ([DomainEvent<Payload>]) async throws -> Void

  init(handler: @escaping @Sendable ([DomainEvent<Payload>]) async throws -> Void) {
    self.handler = handler
  }
}

private final class UntypedSubscriber: Subscriber {
  let handler: @Sendable ([any AnyDomainEvent]) async throws -> Void

  init(handler: @escaping @Sendable ([any AnyDomainEvent]) async throws -> Void) {
    self.handler = handler
  }
}
