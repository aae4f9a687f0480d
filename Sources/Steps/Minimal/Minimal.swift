// Event sourcing in one file. It needs nothing but Foundation, for ids, dates and JSON: copy it, and all the code is
// yours. Read it like a page, from top to bottom: the domain, the infrastructure, the application that joins them.
// All is synchronous and the classes are not `Sendable`, on purpose: keep an application inside one actor. With a
// database across a network, put `async` on `publish` and on whatever calls it.

public import Foundation

// MARK: - Domain: what can happen, and what follows from it

/// Something that happened to an entity: to which, where in its sequence, when, and what.
///
/// Events are facts, so they never change. For a second kind of entity, make this generic over its payload.
public struct DomainEvent: Equatable, Sendable {
  public let entityID: UUID
  /// The number of the entity's events before this one, so the first event is at 0.
  public let entityVersion: Int
  public let timestamp: Date
  public let payload: Example.Event
}

/// Carries published events to those who subscribed, in the order of subscription.
///
/// The domain tells what happened and does not know who listens: that is how storing stays out of it.
public final class EventBus {
  private var handlers: [(subscription: UUID, handler: (DomainEvent) throws -> Void)] = []

  public init() {}

  /// Calls the handler for each event from now on, until the subscription that is returned is ended.
  @discardableResult
  public func subscribe(_ handler: @escaping (DomainEvent) throws -> Void) -> UUID {
    let subscription = UUID()
    handlers.append((subscription, handler))
    return subscription
  }

  public func unsubscribe(_ subscription: UUID) { handlers.removeAll { $0.subscription == subscription } }

  /// Returns when all handlers have; an error of one ends it and reaches whoever publishes.
  public func publish(_ event: DomainEvent) throws {
    for (_, handler) in handlers { try handler(event) }
  }
}

/// An entity: its state follows from its events alone.
///
/// It is a value, so two copies are two readers, and neither sees what the other does until it reads again.
public struct Example: Equatable, Sendable {
  /// All that can happen to an example; a `switch` over it that forgets a case does not compile.
  public enum Event: Equatable, Sendable {
    case created(foo: String)
    case valueChanged(name: Attribute, value: String)
    case discarded
  }

  public enum Attribute: Sendable { case foo }

  public let id: UUID
  /// The number of its events, and so the position of its next one.
  public private(set) var version = 1
  public let createdOn: Date
  public private(set) var lastModifiedOn: Date
  public private(set) var isDiscarded = false
  public private(set) var foo: String

  /// The mutator: folds one event into the state, which is `nil` before the first event and after the last.
  ///
  /// It never refuses, because what it is told has already happened; whether it may happen is decided by commands.
  public static func mutate(_ entity: inout Example?, with event: DomainEvent) {
    switch event.payload {
    case .created(let foo): entity = Example(createdBy: event, foo: foo)
    case .valueChanged(.foo, let value): entity?.foo = value
    case .discarded: entity = nil
    }
    entity?.version = event.entityVersion + 1
    entity?.lastModifiedOn = event.timestamp
  }

  private init(createdBy event: DomainEvent, foo: String) {
    id = event.entityID
    (createdOn, lastModifiedOn) = (event.timestamp, event.timestamp)
    self.foo = foo
  }
}

/// The commands. Ids and times can be passed in, so that a test can say what they are.
extension Example {
  public static func create(foo: String, id: UUID = UUID(), at time: Date = Date(), on bus: EventBus) throws -> Self {
    let event = DomainEvent(entityID: id, entityVersion: 0, timestamp: time, payload: .created(foo: foo))
    try bus.publish(event)
    return Example(createdBy: event, foo: foo)
  }

  public mutating func setFoo(to value: String, at time: Date = Date(), on bus: EventBus) throws {
    try trigger(.valueChanged(name: .foo, value: value), at: time, on: bus)
  }

  public mutating func discard(at time: Date = Date(), on bus: EventBus) throws {
    try trigger(.discarded, at: time, on: bus)
  }

  /// Persist, then apply: the entity changes only once its event is published, and so stored, without an error.
  ///
  /// The other way round, an entity whose event is refused would be ahead of what is stored.
  private mutating func trigger(_ payload: Event, at time: Date, on bus: EventBus) throws {
    guard !isDiscarded else { throw EntityDiscarded(id: id) }
    let event = DomainEvent(entityID: id, entityVersion: version, timestamp: time, payload: payload)
    try bus.publish(event)
    var changed: Example? = self
    Example.mutate(&changed, with: event)
    self = changed ?? self
    // After its last event too, whoever still holds the entity sees what has become of it.
    (version, lastModifiedOn, isDiscarded) = (event.entityVersion + 1, time, changed == nil)
  }
}

public struct EntityDiscarded: Error { public let id: UUID }

// MARK: - Infrastructure: how events are kept and read again

/// A stored event, in columns that any database has.
public struct Row: Equatable, Sendable {
  public var sequenceID: UUID, position: Int
  public var timestamp: Date
  public var topic: String
  public var data: Data
}

/// A table in memory that rows are only ever added to; a database with the same unique constraint can replace it.
public final class Table {
  public private(set) var rows: [Row] = []

  public init() {}

  /// Adds a row, unless its place is taken: so two writers cannot both go on from one state, the second is told.
  public func insert(_ row: Row) throws {
    guard !rows.contains(where: { $0.sequenceID == row.sequenceID && $0.position == row.position }) else {
      throw ConcurrencyError(id: row.sequenceID, position: row.position)
    }
    rows.append(row)
  }
}

/// Somebody else stored this position first: get the entity again and decide again.
public struct ConcurrencyError: Error { public let id: UUID, position: Int }

/// Maps events to rows and back.
///
/// Every stored name is written out here and none is derived, so renaming things in the code changes nothing stored.
public struct Mapper {
  public func row(for event: DomainEvent) throws -> Row {
    let (topic, values): (String, [String: String]) =
      switch event.payload {
      case .created(let foo): ("Example.created", ["foo": foo])
      case .valueChanged(.foo, let value): ("Example.valueChanged", ["name": "foo", "value": value])
      case .discarded: ("Example.discarded", [:])
      }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys  // The same event is always the same bytes.
    return Row(
      sequenceID: event.entityID, position: event.entityVersion, timestamp: event.timestamp,
      topic: topic, data: try encoder.encode(values))
  }

  /// An unknown row is an error: to pass over it would give, without a sign, a state that never was.
  public func event(from row: Row) throws -> DomainEvent {
    let values = try? JSONDecoder().decode([String: String].self, from: row.data)
    let payload: Example.Event
    switch (row.topic, values?["foo"], values?["name"], values?["value"]) {
    case ("Example.created", let foo?, _, _): payload = .created(foo: foo)
    case ("Example.valueChanged", _, "foo", let value?): payload = .valueChanged(name: .foo, value: value)
    case ("Example.discarded", _, _, _): payload = .discarded
    default: throw DamagedHistory(id: row.sequenceID, position: row.position)
    }
    return DomainEvent(
      entityID: row.sequenceID, entityVersion: row.position, timestamp: row.timestamp, payload: payload)
  }
}

/// The stored event at this position is missing or cannot be read.
public struct DamagedHistory: Error { public let id: UUID, position: Int }

/// Appends events and reads them again: a mapper and a table, which need not know each other.
public struct EventStore {
  public let table: Table, mapper = Mapper()

  public init(table: Table) { self.table = table }

  public func append(_ event: DomainEvent) throws { try table.insert(mapper.row(for: event)) }

  /// The events of one entity, in order; checked for gaps, because a state needs all of them.
  public func events(of id: UUID) throws -> [DomainEvent] {
    let rows = table.rows.filter { $0.sequenceID == id }.sorted { $0.position < $1.position }
    return try rows.enumerated().map { expected, row in
      guard row.position == expected else { throw DamagedHistory(id: id, position: expected) }
      return try mapper.event(from: row)
    }
  }
}

/// Gives entities by id: replays their stored events through the mutator, each time anew.
public struct Repository {
  public let store: EventStore

  public subscript(id: UUID) -> Example {
    get throws {
      let events = try store.events(of: id)
      let entity = events.reduce(into: Example?.none, Example.mutate)
      guard let entity else { throw EntityNotFound(id: id, wasDiscarded: !events.isEmpty) }
      return entity
    }
  }
}

public struct EntityNotFound: Error { public let id: UUID, wasDiscarded: Bool }

// MARK: - Application: the parts, joined

/// Stores what is published; the domain does not have to ask for it.
public struct PersistencePolicy {
  private let bus: EventBus
  private let subscription: UUID

  public init(store: EventStore, bus: EventBus) {
    self.bus = bus
    subscription = bus.subscribe(store.append)
  }

  public func close() { bus.unsubscribe(subscription) }
}

/// Has all the parts, for as long as it is in use.
public final class Application {
  public let bus = EventBus()
  public let repository: Repository
  private let policy: PersistencePolicy

  private init(table: Table) {
    repository = Repository(store: EventStore(table: table))
    policy = PersistencePolicy(store: repository.store, bus: bus)
  }

  /// The only way to an application, so that none is left open, whatever happens in it.
  public static func run<Result>(on table: Table, _ use: (Application) throws -> Result) rethrows -> Result {
    let application = Application(table: table)
    defer { application.policy.close() }
    return try use(application)
  }
}
