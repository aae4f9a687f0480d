public import EventSourcing

/// The application of step 5 for aggregates: a store, a repository and a policy.
public struct AggregateApplication: Sendable {
  public let eventStore: EventStore<DomainEvent<ExampleAggregateEvent>>
  public let repository: Repository<ExampleAggregate>
  public let clock: EventClock
  public let ids: IDGenerator

  /// Creates an aggregate with a new id; it is stored when it is saved.
  public func createAggregate() throws -> ExampleAggregate {
    try ExampleAggregate.create(id: ids.next(), at: clock.now())
  }
}

/// Lends an application to the body, and closes it on every path.
///
/// - Throws: What the body throws.
public func withAggregateApplication<Result>(
  recorder: any Recorder, clock: EventClock = .system, ids: IDGenerator = .timeOrdered,
  _ body: (AggregateApplication) async throws -> Result
) async throws -> Result {
  try await EventBus.$current.withValue(EventBus()) {
    let eventStore = EventStore(of: ExampleAggregateEvent.self, in: recorder)
    let persistencePolicy = try PersistencePolicy(eventStore: eventStore)
    defer { persistencePolicy.close() }
    return try await body(
      AggregateApplication(
        eventStore: eventStore, repository: Repository(eventStore: eventStore), clock: clock, ids: ids))
  }
}
