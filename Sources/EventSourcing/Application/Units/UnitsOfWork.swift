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

  public init(recorder: any Recorder, catalog: EventCatalog) {
    self.recorder = recorder
    self.catalog = catalog
  }

  /// Runs the body as one unit: collects what is published in it, and appends all of it in one transaction.
  ///
  /// Inside, the current event bus is the unit's own, and stores by collecting. The result is handed out after the
  /// commit, and the body is `@Sendable`, so nothing that it changed can be seen before. Those who subscribed to the
  /// bus outside hear of the events after the commit. The body may run again, if you run the unit again after a
  /// `ConcurrencyError`: keep effects on the world out of it.
  ///
  /// - Parameters:
  ///   - tracking: The part of an upstream log that is dealt with by this unit, if it is.
  ///   - body: Gets entities from the unit, commands and saves them, and says what else must hold.
  /// - Throws: What the body throws; what `Recorder.append(_:)` throws, above all `ConcurrencyError`; nothing was
  ///   recorded then. `NestedUnitOfWork` inside a unit. `StoredButNotHandled` if all was recorded and subscribers of the
  ///   bus outside have failed.
  public func perform<Result: Sendable>(
    tracking: TrackingRecord? = nil, _ body: @Sendable (UnitOfWork) async throws -> Result
  ) async throws -> Result {
    guard UnitOfWork.current == nil else { throw NestedUnitOfWork() }
    let outside = EventBus.current
    let work = UnitOfWork(recorder: recorder, catalog: catalog)
    // Whatever happens, nothing is collected after the end.
    defer { work.end() }
    let result = try await UnitOfWork.$current.withValue(work) {
      try await EventBus.$current.withValue(work.bus()) { try await body(work) }
    }
    work.end()
    if let request = try work.request(tracking: tracking) {
      try await work.record(request, in: recorder)
      try await work.tell(outside)
    }
    return result
  }
}
