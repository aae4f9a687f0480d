/// One kind of events that an application stores: the events of an entity, or the entries of logs.
public struct EventKind: Sendable {
  /// Makes the entry of a catalog, with the protection that the catalog has for kinds that have none of their own.
  let entry: @Sendable (EventProtection) -> any CatalogEntry

  /// The domain events of one kind of entity.
  ///
  /// - Parameters:
  ///   - payload: What happens to them.
  ///   - transcoder: How values become bytes: JSON, unless given.
  ///   - protection: As the catalog says, unless given.
  public static func events<Payload: EventPayload>(
    of payload: Payload.Type, transcoder: any Transcoder = JSONTranscoder(), protection: EventProtection? = nil
  ) -> EventKind {
    kind(SequencedItemMapper<DomainEvent<Payload>>(transcoder: transcoder), protection)
  }

  /// The domain events of one kind of entity, by a mapper of your own.
  ///
  /// - Parameters:
  ///   - mapper: How they are stored.
  ///   - protection: That of the mapper if it has any, else as the catalog says, unless given.
  public static func events<Payload: EventPayload>(
    by mapper: SequencedItemMapper<DomainEvent<Payload>>, protection: EventProtection? = nil
  ) -> EventKind {
    kind(mapper, protection)
  }

  /// The entries of logs, which have a place in time only.
  ///
  /// - Parameters:
  ///   - payload: What is entered.
  ///   - transcoder: How values become bytes: JSON, unless given.
  ///   - protection: As the catalog says, unless given.
  public static func entries<Payload: EventPayload>(
    of payload: Payload.Type, transcoder: any Transcoder = JSONTranscoder(), protection: EventProtection? = nil
  ) -> EventKind {
    kind(SequencedItemMapper<TimestampedEvent<Payload>>(transcoder: transcoder), protection)
  }

  /// The entries of logs, by a mapper of your own.
  ///
  /// - Parameters:
  ///   - mapper: How they are stored.
  ///   - protection: That of the mapper if it has any, else as the catalog says, unless given.
  public static func entries<Payload: EventPayload>(
    by mapper: SequencedItemMapper<TimestampedEvent<Payload>>, protection: EventProtection? = nil
  ) -> EventKind {
    kind(mapper, protection)
  }

  private static func kind<Event: SequencedEvent>(
    _ mapper: SequencedItemMapper<Event>, _ own: EventProtection?
  ) -> EventKind {
    EventKind { common in
      // Were a plain mapper left as it is, the one kind that has it would be readable among all that are encrypted.
      let protection = own ?? (mapper.isProtecting ? nil : common)
      return KindOfEvents(mapper: protection.map(mapper.protected(by:)) ?? mapper)
    }
  }
}

/// A kind in a catalog, whatever its events.
protocol CatalogEntry: Sendable {
  var storedName: String { get }
  var topics: [String] { get }
  var payloadType: String { get }

  /// The payload, if these are events of an entity.
  var payloadOfEntity: (any EventPayload.Type)? { get }

  /// - Throws: `UnreadableItem`.
  func event(from item: SequencedItem) throws -> any SequencedEvent
}

struct KindOfEvents<Event: SequencedEvent>: CatalogEntry {
  let mapper: SequencedItemMapper<Event>

  var storedName: String { Event.Payload.storedName }
  var topics: [String] { Event.Payload.CodingKeys.allCases.flatMap(mapper.topics(of:)) }
  var payloadType: String { String(reflecting: Event.Payload.self) }
  var payloadOfEntity: (any EventPayload.Type)? { Event.self is any AnyDomainEvent.Type ? Event.Payload.self : nil }

  func event(from item: SequencedItem) throws -> any SequencedEvent {
    try mapper.event(from: item)
  }
}
