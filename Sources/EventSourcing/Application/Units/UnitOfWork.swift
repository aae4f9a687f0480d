import Foundation
private import Synchronization

/// What happens in one unit of work, while it runs: see `UnitsOfWork`.
public final class UnitOfWork: Sendable {
  /// The unit that this task is in.
  @TaskLocal static var current: UnitOfWork?

  private struct Key: Hashable {
    let type: ObjectIdentifier
    let id: UUID
  }

  /// The replay of an entity as it is stored, with some of the unit's events.
  private struct Read: Sendable {
    var replay: any Sendable

    /// How many of the unit's events of the entity are in it.
    var applied = 0
  }

  private struct State {
    var isOver = false
    var items: [SequencedItem] = []

    /// What was published, in order.
    var published: [any AnyDomainEvent] = []

    var timed: Set<UUID> = []
    var assertions: [SequenceAssertion] = []

    /// The events of each entity, oldest first.
    var events: [UUID: [any AnyDomainEvent]] = [:]

    /// The entities that were asked for, each read once.
    var read: [Key: Read] = [:]

    /// What tells those outside, a list of events each.
    var telling: [@Sendable (EventBus) async throws -> Void] = []
  }

  private let recorder: any Recorder
  private let catalog: EventCatalog
  private let state = Mutex(State())

  /// The entries of logs, which get their places when they are recorded.
  let entries = UnitEntries()

  /// On what its events are decided; `nil` if nobody asks.
  private let decisions: UnitDecisions?

  init(recorder: any Recorder, catalog: EventCatalog, decisions: UnitDecisions? = nil) {
    self.recorder = recorder
    self.catalog = catalog
    self.decisions = decisions
  }

  /// Says that what is published from now on has nothing to do with what was read before: one of the notifications that
  /// share the unit begins.
  package func beginDecision() {
    decisions?.begin()
  }

  /// What was published in it, in order, from a place on.
  package func published(from start: Int = 0) -> ArraySlice<any AnyDomainEvent> {
    state.withLock { $0.published[min(start, $0.published.count)...] }
  }

  /// Whether nothing was collected that is to be recorded.
  package var isEmpty: Bool { state.withLock { $0.items.isEmpty } }

  /// What was asserted.
  var assertions: [SequenceAssertion] { state.withLock { $0.assertions } }

  /// Whether it has ended, also if there still are tasks that were started in it.
  var isOver: Bool { state.withLock { $0.isOver } }

  /// Gives the entities of one kind as this unit has left them.
  public func repository<Entity>(of entity: Entity.Type) -> UnitRepository<Entity> {
    UnitRepository(work: self)
  }

  /// Says that an entity, which was read to decide, must not have changed when this unit is recorded.
  ///
  /// What the unit changes must not have changed anyway.
  ///
  /// - Throws: `UnitOfWorkEnded`.
  public func assertUnchanged(_ entity: some EventSourced) throws {
    try assert(SequenceAssertion(sequenceID: entity.id, version: entity.version))
  }

  /// Says the same of an aggregate, as it is without its pending events.
  ///
  /// - Throws: `UnitOfWorkEnded`.
  public func assertUnchanged(_ aggregate: some Aggregate) throws {
    try assert(
      SequenceAssertion(sequenceID: aggregate.id, version: aggregate.version - aggregate.pendingEvents.count))
  }

  /// Says how many events a sequence must have when this unit is recorded: none, of one that must not be there.
  ///
  /// A unit that records nothing looks after its work whether it is so.
  ///
  /// - Throws: `UnitOfWorkEnded`.
  public func assert(_ assertion: SequenceAssertion) throws {
    try use { $0.assertions.append(assertion) }
    decisions?.noteRead(assertion.sequenceID, version: assertion.version)
  }

  /// Adds an entry to a log, where it stands at its time, or at the next free microsecond if that is taken.
  ///
  /// - Throws: `KindNotInCatalog`; what the mapper throws; `IDOfTwoKinds`; `UnitOfWorkEnded`.
  public func append<Payload>(_ entry: TimestampedEvent<Payload>) throws {
    let mapper = try catalog.mapper(ofEntries: Payload.self)
    let entry = decisions?.noting(entry) ?? entry
    let item = try mapper.item(from: entry)
    try use { state in
      guard state.events[item.sequenceID] == nil else { throw IDOfTwoKinds(id: item.sequenceID) }
      entries.add(entry, item, mapper)
      state.items.append(item)
      state.timed.insert(item.sequenceID)
    }
  }

  private func use<Result>(_ body: (inout State) throws -> Result) throws -> Result {
    try state.withLock { state in
      guard !state.isOver else { throw UnitOfWorkEnded() }
      return try body(&state)
    }
  }
}

// MARK: - Collecting

extension UnitOfWork: EventStorage {
  /// Collects published events.
  ///
  /// - Throws: `OldCopyInUnitOfWork`; `IDOfTwoKinds`; `KindNotInCatalog`; what the mapper throws; `UnitOfWorkEnded`.
  public func store<Payload>(_ events: [DomainEvent<Payload>]) async throws {
    let mapper = try catalog.mapper(of: Payload.self)
    let events = try await decisions?.noting(events) ?? events
    let items = try events.map(mapper.item(from:))
    try use { state in
      for event in events where state.timed.contains(event.entityID) { throw IDOfTwoKinds(id: event.entityID) }
      if let first = events.first, let newest = state.events[first.entityID]?.last,
        first.entityVersion <= newest.entityVersion
      {
        guard newest is DomainEvent<Payload> else { throw IDOfTwoKinds(id: first.entityID) }
        throw OldCopyInUnitOfWork(entityID: first.entityID, version: first.entityVersion)
      }
      state.items += items
      for event in events { state.published.append(event) }
      for event in events { state.events[event.entityID, default: []].append(event) }
      state.telling.append { bus in try await bus.publication(of: Payload.self).tellAll(events) }
    }
  }

  /// A bus on which all that is published is collected here.
  func bus() throws -> EventBus {
    let bus = EventBus()
    _ = try bus.storeAllEvents(in: self)
    return bus
  }

  /// The stored name of the events that are collected of an entity.
  func storedName(writtenTo id: UUID) -> String? {
    func storedName<Event: AnyDomainEvent>(_ event: Event) -> String { Event.Payload.storedName }
    return state.withLock { $0.events[id]?.first }.map { storedName($0) }
  }

  /// Takes nothing any more.
  func end() {
    state.withLock { $0.isOver = true }
  }

  /// What is to be recorded; `nil` if nothing is.
  ///
  /// - Throws: `ConcurrencyError` if it was asserted of an entity that it is as it was before the unit changed it, and
  ///   that change was of a newer state.
  func request(tracking: TrackingRecord?) throws -> AppendRequest? {
    let state = state.withLock { $0 }
    guard !state.items.isEmpty || tracking != nil else { return nil }
    let assertions = try state.assertions.filter { assertion in
      guard let written = state.events[assertion.sequenceID], let first = written.first else { return true }
      // What is written asserts itself, at the position where the writing began.
      guard (first.entityVersion...first.entityVersion.plus(written.count)).contains(assertion.version) else {
        throw ConcurrencyError(
          sequenceID: assertion.sequenceID, position: assertion.version, found: first.entityVersion)
      }
      return false
    }
    return try AppendRequest(
      entries.placed(state.items), timed: state.timed, tracking: tracking, assertions: assertions)
  }

  /// Tells the subscribers of a bus what was recorded, in the order in which it happened.
  ///
  /// - Throws: `StoredButNotHandled`, after all were told.
  func tell(_ bus: EventBus) async throws {
    var failures: [StoredButNotHandled] = []
    for tell in state.withLock({ $0.telling }) {
      do { try await tell(bus) } catch let failure as StoredButNotHandled { failures.append(failure) }
    }
    if let last = failures.last {
      throw StoredButNotHandled(
        entityID: last.entityID, version: last.version, errors: failures.flatMap(\.errors))
    }
  }
}

// MARK: - Reading

extension UnitOfWork {
  /// The replay of an entity with what has happened to it in this unit.
  func replay<Entity: EventSourced>(_ entity: Entity.Type, _ id: UUID) async throws -> Replay<Entity> {
    let key = Key(type: ObjectIdentifier(entity), id: id)
    if try use({ $0.read[key] == nil }) {
      let store = try catalog.eventStore(of: Entity.Event.self, in: recorder)
      let read = try await EventPlayer<Entity>(eventStore: store).replay(id)
      // Of two tasks of the unit that read at the same time, the first decides what both see.
      try use { state in
        if state.read[key] == nil { state.read[key] = Read(replay: read) }
      }
    }
    return try use { state in
      // Taken out, so that it is changed where it is.
      guard let read = state.read.removeValue(forKey: key), var replay = read.replay as? Replay<Entity> else {
        throw UnitOfWorkEnded()
      }
      decisions?.noteRead(id, version: replay.version - read.applied, of: Entity.Event.storedName)
      var applied = read.applied
      defer { state.read[key] = Read(replay: replay, applied: applied) }
      for event in state.events[id, default: []].dropFirst(applied) {
        applied += 1
        guard let event = event as? DomainEvent<Entity.Event> else { continue }
        guard event.entityVersion == replay.version else {
          // It was made from another state than the one that the unit has read.
          throw ConcurrencyError(sequenceID: id, position: min(event.entityVersion, replay.version))
        }
        try replay.apply(event)
      }
      return replay
    }
  }
}
