/// Who stores which events on one bus: one for each payload, or one for all of them.
struct StorageRegister {
  private typealias ForOne = (subscription: EventBus.Subscription, storedName: String, subscriber: any Subscriber)

  private var forAll: (subscription: EventBus.Subscription, storage: any EventStorage)?
  private var forEach: [ObjectIdentifier: ForOne] = [:]

  var isEmpty: Bool { forAll == nil && forEach.isEmpty }

  /// What stores the events of a payload, if anything does.
  func handler<Payload>(of payload: Payload.Type) -> Publication<Payload>.Handler? {
    if let (_, storage) = forAll {
      return { events in try await storage.store(events) }
    }
    return (forEach[ObjectIdentifier(payload)]?.subscriber as? TypedSubscriber<Payload>)?.handler
  }

  mutating func add<Payload>(
    _ subscriber: TypedSubscriber<Payload>, _ subscription: EventBus.Subscription
  ) throws(StoredElsewhere) {
    guard forAll == nil, forEach[ObjectIdentifier(Payload.self)] == nil else {
      throw StoredElsewhere(storedName: Payload.storedName)
    }
    forEach[ObjectIdentifier(Payload.self)] = (subscription, Payload.storedName, subscriber)
  }

  mutating func add(_ storage: some EventStorage, _ subscription: EventBus.Subscription) throws(StoredElsewhere) {
    guard isEmpty else {
      throw StoredElsewhere(storedName: forEach.values.map(\.storedName).min())
    }
    forAll = (subscription, storage)
  }

  mutating func remove(_ subscription: EventBus.Subscription) {
    if forAll?.subscription == subscription { forAll = nil }
    forEach = forEach.filter { $0.value.subscription != subscription }
  }
}
