/// One kind of events that an application stores: the events of an entity, or the entries of logs.
public struct EventKind: Sendable {
  /// Makes the entry of a catalog, with the protection that the catalog has for kinds that have none of their own.
  let entry: @Sendable (EventProtection) -> any CatalogEntry

  /// The domain events of one kind of entity, protected as the catalog says or as is given here.
  public static func events<Payload: EventPayload>(
    of payload: Payload.Type, protection: EventProtection? = nil
  ) -> EventKind {
    EventKind { common in
      let protection = protection ?? common
      return KindOfEvents(
        mapper: SequencedItemMapper<DomainEvent<Payload>>(
          compressor: protection.compressor, cipher: protection.cipher))
    }
  }

  /// The domain events of one kind of entity, by a mapper of your own.
  public static func events<Payload: EventPayload>(by mapper: SequencedItemMapper<DomainEvent<Payload>>) -> EventKind {
    EventKind { _ in KindOfEvents(mapper: mapper) }
  }

  /// The entries of logs, which have a place in time only, protected as the catalog says or as is given here.
  public static func entries<Payload: EventPayload>(
    of payload: Payload.Type, protection: EventProtection? = nil
  ) -> EventKind {
    EventKind { common in
      let protection = protection ?? common
      return KindOfEvents(
        mapper: SequencedItemMapper<TimestampedEvent<Payload>>(
          compressor: protection.compressor, cipher: protection.cipher))
    }
  }

  /// The entries of logs, by a mapper of your own.
  public static func entries<Payload: EventPayload>(by mapper: SequencedItemMapper<TimestampedEvent<Payload>>)
    -> EventKind
  {
    EventKind { _ in KindOfEvents(mapper: mapper) }
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
