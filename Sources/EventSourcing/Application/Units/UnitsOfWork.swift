public import Foundation

/// Does units of work on one recorder: what happens in a unit is recorded all at once, or not at all.
///
///     let units = UnitsOfWork(recorder: recorder, catalog: catalog)
///     try await units.perform { work in
///       var order = try await work.repository(of: Order.self)[orderID]
///       var stock = try await work.repository(of: Stock.self)[stockID]
///       try order.reserve(3)
///       try stock.take(3)
///       try await order.save()
///       try await stock.save()
///     }
public struct UnitsOfWork: Sendable {
  public let recorder: any Recorder

  /// Which kinds of events there are, and how each is stored.
  public let catalog: EventCatalog

  private let bus: EventBus
  private let turns: Turns

  /// The kinds of which each event notes on what it was decided; `nil` if none does.
  private let notedKinds: Set<String>?

  /// - Parameters:
  ///   - recorder: Where all that happens in a unit is recorded.
  ///   - catalog: Which kinds of events there are, and how each is stored.
  ///   - bus: Whose subscribers hear of the events when they are recorded.
  ///   - turns: With whom units wait in line that ask for a turn; with each other, unless given.
  public init(
    recorder: any Recorder, catalog: EventCatalog, bus: EventBus = .current, turns: Turns = Turns()
  ) {
    self.init(recorder: recorder, catalog: catalog, bus: bus, turns: turns, notedKinds: nil)
  }

  /// - Parameter notedKinds: The stored names of what events may be decided on that others follow in several
  ///   partitions: each event then has in its metadata what must have been dealt with before it. `nil` if nobody does.
  package init(
    recorder: any Recorder, catalog: EventCatalog, bus: EventBus, turns: Turns = Turns(), notedKinds: Set<String>?
  ) {
    self.recorder = recorder
    self.catalog = catalog
    self.bus = bus
    self.turns = turns
    self.notedKinds = notedKinds
  }

  /// Runs the body as one unit: collects what is published in it, and appends all of it in one transaction.
  ///
  /// Inside, the current event bus is the unit's own, and stores by collecting. The result is handed out after the
  /// commit, and the body is `@Sendable`, so nothing that it changed can be seen before. Those who subscribed to the
  /// units' bus hear of the events after the commit. The body may run again, if you run the unit again after a
  /// `ConcurrencyError`: keep effects on the world out of it.
  ///
  /// What is not published is not recorded: save the aggregates. And what stores by itself, as an event store or an
  /// event log does, stores at once and not in the unit.
  ///
  /// - Parameters:
  ///   - tracking: The part of an upstream log that is dealt with by this unit, if it is.
  ///   - body: Gets entities from the unit, commands and saves them, and says what else must hold.
  /// - Throws: What the body throws; what `Recorder.append(_:)` throws, above all `ConcurrencyError`, also where
  ///   nothing is to be recorded and something asserted is not so; nothing was recorded then. `NestedUnitOfWork` inside
  ///   a unit. `StoredButNotHandled` if all was recorded and subscribers have failed.
  public func perform<Result: Sendable>(
    tracking: TrackingRecord? = nil, _ body: @Sendable (UnitOfWork) async throws -> Result
  ) async throws -> Result {
    try await perform(tracking: tracking, isTrackedAlone: true, body)
  }

  /// The same, where the tracking record may be stored only together with something else.
  ///
  /// - Parameter isTrackedAlone: Whether it is stored also if the unit has nothing else to record.
  package func perform<Result: Sendable>(
    tracking: TrackingRecord?, isTrackedAlone: Bool, _ body: @Sendable (UnitOfWork) async throws -> Result
  ) async throws -> Result {
    guard UnitOfWork.current?.isOver ?? true else { throw NestedUnitOfWork() }
    let decisions = notedKinds.map { UnitDecisions(on: $0, in: recorder) }
    let work = UnitOfWork(recorder: recorder, catalog: catalog, decisions: decisions)
    // Whatever happens, nothing is collected after the end.
    defer { work.end() }
    let result = try await UnitOfWork.$current.withValue(work) {
      try await EventBus.$current.withValue(work.bus()) { try await body(work) }
    }
    work.end()
    if let request = try work.request(tracking: isTrackedAlone || !work.isEmpty ? tracking : nil) {
      try await StoringWitness.seeing { try await work.record(request, in: recorder) }
      try await work.tell(bus)
    } else {
      try await work.look(in: recorder)
    }
    return result
  }

  /// Runs the body as one unit when it has its turn with some entities, and again where another process came first.
  ///
  /// Units that change the same entities at once refuse each other, and the more there are the more often. In turn they
  /// do not. Give all entities that the unit will change.
  ///
  ///     try await units.perform(inTurnOf: [one, other]) { work in … }
  ///
  /// - Parameters:
  ///   - ids: The entities to wait for; they are asked for in the same order by all.
  ///   - attempts: How often to run the body, at least once.
  ///   - tracking: The part of an upstream log that is dealt with by this unit, if it is.
  ///   - body: What happens in the unit.
  /// - Throws: As without a turn; `TurnReentered`, `TurnTimedOut`, `CancellationError`.
  public func perform<Result: Sendable>(
    inTurnOf ids: [UUID], attempts: Int = 100, tracking: TrackingRecord? = nil,
    _ body: @Sendable (UnitOfWork) async throws -> Result
  ) async throws -> Result {
    // Else it would wait for what it could not do anyway.
    guard UnitOfWork.current?.isOver ?? true else { throw NestedUnitOfWork() }
    return try await turns.inTurn(ids) {
      try await retryingOnConcurrencyError(attempts: attempts) { try await perform(tracking: tracking, body) }
    }
  }
}
