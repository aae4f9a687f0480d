/// The kinds of events that an application stores, each with its mapper: the one place that says how they are stored.
///
///     let catalog = try EventCatalog(
///       .events(of: Order.Event.self), .events(of: Customer.Event.self, protection: encrypted),
///       .entries(of: AuditEntry.self))
///
/// A `CatalogPolicy`, repositories and units of work are made with it, and so store and read in the same way: give one
/// catalog to all of them.
public struct EventCatalog: Sendable {
  private let kinds: [EventKind]
  private let protection: EventProtection
  private let entries: [any CatalogEntry]

  /// The entry of each topic that is known.
  private let byTopic: [ExactText: Int]

  /// - Parameters:
  ///   - kinds: What the application stores.
  ///   - protection: How the kinds are stored that do not say it themselves: plain, unless given.
  /// - Throws: `AmbiguousKinds` if an item could belong to two of them.
  public init(_ kinds: [EventKind], protection: EventProtection = .plain) throws(AmbiguousKinds) {
    self.kinds = kinds
    self.protection = protection
    entries = kinds.map { $0.entry(protection) }
    try AmbiguousKinds.check(entries)
    byTopic = Dictionary(
      entries.enumerated().flatMap { index, entry in entry.topics.map { (ExactText($0), index) } }
    ) { first, _ in first }
  }

  /// Makes a catalog of the kinds named one after the other.
  ///
  /// - Throws: `AmbiguousKinds`.
  public init(_ kinds: EventKind..., protection: EventProtection = .plain) throws(AmbiguousKinds) {
    try self.init(kinds, protection: protection)
  }

  /// The same catalog with more kinds, which are protected as it says unless they say it themselves.
  ///
  /// - Throws: `AmbiguousKinds`.
  package func adding(_ more: [EventKind]) throws(AmbiguousKinds) -> EventCatalog {
    try EventCatalog(kinds + more, protection: protection)
  }

  /// The stored names of all kinds.
  public var storedNames: [String] { entries.map(\.storedName) }

  /// The payloads of those kinds that are events of entities.
  package var payloadsOfEntities: [any EventPayload.Type] { entries.compactMap(\.payloadOfEntity) }

  /// The mapper for the events of an entity.
  ///
  /// - Throws: `KindNotInCatalog`.
  public func mapper<Payload>(
    of payload: Payload.Type
  ) throws(KindNotInCatalog) -> SequencedItemMapper<DomainEvent<Payload>> {
    try mapper(for: DomainEvent<Payload>.self)
  }

  /// The mapper for the entries of logs.
  ///
  /// - Throws: `KindNotInCatalog`.
  public func mapper<Payload>(
    ofEntries payload: Payload.Type
  ) throws(KindNotInCatalog) -> SequencedItemMapper<TimestampedEvent<Payload>> {
    try mapper(for: TimestampedEvent<Payload>.self)
  }

  private func mapper<Event: SequencedEvent>(
    for event: Event.Type
  ) throws(KindNotInCatalog) -> SequencedItemMapper<Event> {
    for entry in entries {
      if let entry = entry as? KindOfEvents<Event> { return entry.mapper }
    }
    throw KindNotInCatalog(storedName: Event.Payload.storedName)
  }

  /// Whether the catalog has the kind that an item belongs to, though perhaps not its case or its version.
  public func knows(_ item: SequencedItem) -> Bool {
    entry(for: item) != nil
  }

  /// The event that an item stands for: a `DomainEvent` or a `TimestampedEvent`, of whatever payload.
  ///
  /// - Throws: `UnreadableItem`, with `.unknownTopic` also if the catalog does not have its kind.
  public func event(from item: SequencedItem) throws -> any SequencedEvent {
    guard let entry = entry(for: item) else { throw UnreadableItem(item, .unknownTopic) }
    return try entry.event(from: item)
  }

  private func entry(for item: SequencedItem) -> (any CatalogEntry)? {
    if let index = byTopic[ExactText(item.topic)] { return entries[index] }
    return entries.first { TopicFilter.storedNames([$0.storedName]).matches(item.topic) }
  }
}

extension EventCatalog {
  /// A store for the events of an entity.
  ///
  /// - Throws: `KindNotInCatalog`.
  public func eventStore<Payload>(
    of payload: Payload.Type, in recorder: any Recorder
  ) throws(KindNotInCatalog) -> EventStore<DomainEvent<Payload>> {
    EventStore(recorder: recorder, mapper: try mapper(of: payload))
  }

  /// A store for the entries of logs.
  ///
  /// - Throws: `KindNotInCatalog`.
  public func eventStore<Payload>(
    ofEntries payload: Payload.Type, in recorder: any Recorder
  ) throws(KindNotInCatalog) -> EventStore<TimestampedEvent<Payload>> {
    EventStore(recorder: recorder, mapper: try mapper(ofEntries: payload))
  }
}
