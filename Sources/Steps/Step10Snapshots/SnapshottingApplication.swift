public import EventSourcing
public import Step1Events

/// The application of step 5 with snapshots: a policy takes them, and the repository goes on from them.
public struct SnapshottingApplication: Sendable {
  public let eventStore: EventStore<DomainEvent<ExampleEvent>>
  public let snapshots: SnapshotStore<LongExample>
  public let snapshotPolicy: SnapshotPolicy<LongExample>
  public let repository: Repository<LongExample>
  public let clock: EventClock
  public let ids: IDGenerator

  /// Creates an example with a new id.
  public func createExample(foo: String) async throws -> LongExample {
    try await LongExample.create(.created(foo: foo), id: ids.next(), at: clock.now())
  }
}

/// Lends an application to the body, and closes it on every path.
///
/// - Parameters:
///   - recorder: Where the events are kept.
///   - table: Where the snapshots are kept: a recorder of their own, on the same database or another.
///   - interval: The number of an example's events from one snapshot to the next, at least 2.
///   - clock: Where the application reads the time.
///   - ids: Where it gets the ids of new examples.
/// - Throws: What the body throws; `SnapshotIntervalTooShort`.
public func withSnapshottingApplication<Result>(
  recorder: any Recorder, snapshots table: any MaintenanceRecorder, every interval: Int, clock: EventClock = .system,
  ids: IDGenerator = .timeOrdered, _ body: (SnapshottingApplication) async throws -> Result
) async throws -> Result {
  try await EventBus.$current.withValue(EventBus()) {
    let eventStore = EventStore(of: ExampleEvent.self, in: recorder)
    let persistencePolicy = try PersistencePolicy(eventStore: eventStore)
    defer { persistencePolicy.close() }
    let snapshots = SnapshotStore<LongExample>(recorder: table)
    let snapshotPolicy = try SnapshotPolicy(every: interval, eventStore: eventStore, snapshots: snapshots)
    let application = SnapshottingApplication(
      eventStore: eventStore, snapshots: snapshots, snapshotPolicy: snapshotPolicy,
      repository: Repository(eventStore: eventStore, snapshots: snapshots), clock: clock, ids: ids)
    do {
      let result = try await body(application)
      await snapshotPolicy.close()
      return result
    } catch {
      await snapshotPolicy.close()
      throw error
    }
  }
}
