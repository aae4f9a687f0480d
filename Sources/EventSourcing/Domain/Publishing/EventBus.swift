private import Synchronization

/// Carries published events first to who stores them, and then to those who subscribed.
///
/// Publishing awaits each handler in the order of subscription and returns when all have returned. Subscribers hear
/// only what was stored. The current bus is a task's own, so two applications in one process, or two tests at the same
/// time, do not hear each other:
///
///     try await EventBus.$current.withValue(EventBus()) { … }
///
/// A task made with `Task.detached` does not inherit it and finds the default bus, as does one that is started outside
/// of any task. Commands take the bus as a parameter, too: `on:`.
///
/// A handler may publish. The handlers after it then hear of the inner publish before they hear of the outer one.
public final class EventBus: Sendable {
  /// Whether commands need somebody who stores their events.
  public enum Storing: Hashable, Sendable {
    /// Commands throw `NobodyStores` unless somebody does.
    case required

    /// Events that nobody stores are gone: for a model alone, as in tests.
    case notRequired
  }

  /// The bus that entities publish on.
  @TaskLocal public static var current = EventBus()

  /// What subscribing or storing returned; it ends the subscription.
  public struct Subscription: Hashable, Sendable {
    // Counted over all buses, so that a subscription to one bus cannot end another's.
    fileprivate let number: Int
    private static let count = Atomic(0)

    fileprivate init() {
      number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    }
  }

  typealias Subscribed = (subscription: Subscription, subscriber: any Subscriber)

  private struct State {
    var storages = StorageRegister()
    var subscribers: [Subscribed] = []
  }

  private let storing: Storing
  private let state = Mutex(State())

  public init(storing: Storing = .required) {
    self.storing = storing
  }

  /// Whether anybody is subscribed or stores; a test can ask at its end that nobody is left.
  public var hasSubscribers: Bool {
    state.withLock { !$0.subscribers.isEmpty || !$0.storages.isEmpty }
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

  /// Has the handler store the events of one payload type, before any subscriber hears of them.
  ///
  /// It gets each published list as a whole, and stores all of it or throws.
  ///
  /// - Throws: `StoredElsewhere` if somebody stores them on this bus already.
  public func storeEvents<Payload>(
    of payload: Payload.Type,
    _ handler: @escaping @Sendable ([DomainEvent<Payload>]) async throws -> Void
  ) throws -> Subscription {
    let subscription = Subscription()
    try state.withLock { try $0.storages.add(TypedSubscriber(handler: handler), subscription) }
    return subscription
  }

  /// Has one storage store the events of every payload type, before any subscriber hears of them.
  ///
  /// - Throws: `StoredElsewhere` if somebody stores any events on this bus already.
  public func storeAllEvents(in storage: some EventStorage) throws -> Subscription {
    let subscription = Subscription()
    try state.withLock { try $0.storages.add(StoringSubscriber(storage: storage), subscription) }
    return subscription
  }

  /// Ends a subscription or a storing; one that has ended already is left alone.
  ///
  /// A publish that is under way still reaches the handlers that were subscribed when it began.
  public func unsubscribe(_ subscription: Subscription) {
    state.withLock { state in
      state.subscribers.removeAll { $0.subscription == subscription }
      state.storages.remove(subscription)
    }
  }

  /// Publishes one event.
  ///
  /// - Throws: As for a list of events.
  public func publish(_ event: DomainEvent<some EventPayload>) async throws {
    try await publish([event])
  }

  /// Publishes a list of events at once; an empty list reaches nobody.
  ///
  /// Unlike a command it does not ask that anybody stores.
  ///
  /// - Throws: What the storing throws; nobody has heard of the events then. `StoredButNotHandled` if they are stored
  ///   and subscribers failed, all of which were called. If nobody stores this payload, the first error of a
  ///   subscriber; those after it are not called.
  public func publish<Payload>(_ events: [DomainEvent<Payload>]) async throws {
    guard !events.isEmpty else { return }
    try await publication(of: Payload.self).publish(events, thenChange: {})
  }

  /// Who has to do with events of a payload, from now on as they are now.
  func publication(of payload: (some EventPayload).Type) -> Publication {
    state.withLock { state in
      Publication(storage: state.storages.storage(of: payload), subscribers: state.subscribers)
    }
  }

  /// The same for a command, whose events have to be stored.
  ///
  /// - Throws: `NobodyStores`, unless the bus was made not to require that anybody does.
  func storedPublication<Payload: EventPayload>(of payload: Payload.Type) throws -> Publication {
    let publication = publication(of: payload)
    guard publication.storage != nil || storing == .notRequired else {
      throw NobodyStores(storedName: Payload.storedName)
    }
    return publication
  }

  private func add(_ subscriber: any Subscriber) -> Subscription {
    let subscription = Subscription()
    state.withLock { $0.subscribers.append((subscription, subscriber)) }
    return subscription
  }
}
