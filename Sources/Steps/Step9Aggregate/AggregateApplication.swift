public import EventSourcing
public import Foundation

/// The application of step 5 for aggregates: a store, a repository and a policy, and units of work.
public struct AggregateApplication: Sendable {
  public let eventStore: EventStore<DomainEvent<ExampleAggregateEvent>>
  public let repository: Repository<ExampleAggregate>
  public let units: UnitsOfWork
  public let clock: EventClock
  public let ids: IDGenerator

  /// Creates an aggregate with a new id; it is stored when it is saved.
  public func createAggregate() throws -> ExampleAggregate {
    try ExampleAggregate.create(id: ids.next(), at: clock.now())
  }

  /// Moves the text of an entity to an entity of another aggregate: both change, or neither does.
  ///
  /// - Throws: `NoSuchEntity`, `EntityNotFound`, `ConcurrencyError`. Nothing has changed then.
  public func moveFoo(of entity: UUID, in id: UUID, to otherEntity: UUID, in otherID: UUID) async throws {
    try await units.perform { work in
      let aggregates = work.repository(of: ExampleAggregate.self)
      var aggregate = try await aggregates[id]
      let foo = aggregate[entity]?.foo ?? ""
      try aggregate.setFoo(of: entity, to: "", at: clock.now())
      try await aggregate.save()

      var other = try await aggregates[otherID]
      try other.setFoo(of: otherEntity, to: foo, at: clock.now())
      try await other.save()
    }
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
        eventStore: eventStore, repository: Repository(eventStore: eventStore),
        units: UnitsOfWork(
          recorder: recorder, catalog: try EventCatalog(.events(of: ExampleAggregateEvent.self))),
        clock: clock, ids: ids))
  }
}
