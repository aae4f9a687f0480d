/// Who stores which events on one bus: one for each payload, or one for all of them.
struct StorageRegister {
  private struct Entry {
    let subscription: EventBus.Subscription
    let storedName: String?
    let storage: any Subscriber

    /// The type of the payload; `nil` if it is for all.
    let payload: ObjectIdentifier?
  }

  // A list: there are a few kinds of entities, and to hash takes longer than to look at them all.
  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// Who stores the events of a payload, if anybody does.
  func storage<Payload: EventPayload>(of payload: Payload.Type) -> (any Subscriber)? {
    let payload = ObjectIdentifier(payload)
    for entry in entries where entry.payload == payload || entry.payload == nil { return entry.storage }
    return nil
  }

  mutating func add<Payload>(
    _ storage: TypedSubscriber<Payload>, _ subscription: EventBus.Subscription
  ) throws(StoredElsewhere) {
    guard self.storage(of: Payload.self) == nil else { throw StoredElsewhere(storedName: Payload.storedName) }
    entries.append(
      Entry(
        subscription: subscription, storedName: Payload.storedName, storage: storage,
        payload: ObjectIdentifier(Payload.self)))
  }

  mutating func add(_ storage: StoringSubscriber, _ subscription: EventBus.Subscription) throws(StoredElsewhere) {
    if let first = entries.first { throw StoredElsewhere(storedName: first.storedName) }
    entries.append(Entry(subscription: subscription, storedName: nil, storage: storage, payload: nil))
  }

  mutating func remove(_ subscription: EventBus.Subscription) {
    entries.removeAll { $0.subscription == subscription }
  }
}
