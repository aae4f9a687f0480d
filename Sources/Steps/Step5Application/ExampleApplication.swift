public import EventSourcing
public import Foundation
public import Step1Events
public import Step2Entity

/// Brings the parts together: an event store, a repository, and a policy that stores what is published.
public struct ExampleApplication: Sendable {
  public let eventStore: EventStore<DomainEvent<ExampleEvent>>
  public let repository: Repository<Example>

  /// Where the application reads the time.
  public let clock: EventClock

  private let ids: IDGenerator
  private let persistencePolicy: PersistencePolicy<ExampleEvent>

  init(
    recorder: any Recorder, mapper: SequencedItemMapper<DomainEvent<ExampleEvent>>, clock: EventClock, ids: IDGenerator
  ) throws {
    self.clock = clock
    self.ids = ids
    eventStore = EventStore(recorder: recorder, mapper: mapper)
    repository = Repository(eventStore: eventStore)
    persistencePolicy = try PersistencePolicy(eventStore: eventStore)
  }

  func close() {
    persistencePolicy.close()
  }

  /// Creates an example with a new id.
  public func createExample(foo: String) async throws -> Example {
    try await Example.create(foo: foo, id: ids.next(), at: clock.now())
  }

  /// Changes an example, reading and deciding again whenever somebody else came first.
  ///
  /// - Returns: The example as it is then.
  /// - Throws: `EntityNotFound`, what the command throws, or `ConcurrencyError` if others always came first.
  @discardableResult
  public func change(_ id: UUID, _ command: (inout Example) async throws -> Void) async throws -> Example {
    try await retryingOnConcurrencyError {
      var example = try await repository[id]
      try await command(&example)
      return example
    }
  }
}

/// Lends an application to the body, and closes it on every path.
///
/// The application has an event bus of its own. Inside the body, whatever is published is stored in the recorder;
/// the recorder stays open for its owner to close.
///
/// - Parameters:
///   - recorder: Where the events are kept.
///   - mapper: How they are stored: as JSON, by default.
///   - clock: Where the application reads the time.
///   - ids: Where it gets the ids of new examples.
/// - Throws: What the body throws.
public func withApplication<Result>(
  recorder: any Recorder,
  mapper: SequencedItemMapper<DomainEvent<ExampleEvent>> = SequencedItemMapper(),
  clock: EventClock = .system,
  ids: IDGenerator = .timeOrdered,
  _ body: (ExampleApplication) async throws -> Result
) async throws -> Result {
  try await EventBus.$current.withValue(EventBus()) {
    let application = try ExampleApplication(recorder: recorder, mapper: mapper, clock: clock, ids: ids)
    defer { application.close() }
    return try await body(application)
  }
}
