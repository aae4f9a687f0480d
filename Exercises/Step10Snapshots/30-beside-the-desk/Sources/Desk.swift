// Exercise 30 · Beside the desk
//
// The desk below stores what is sold, and reads it again. For a performance with thousands of customers each look takes
// long. Have snapshots taken and used:
//
// 1. every ten events of a performance,
// 2. into the table that is given for them, no more than the newest three of each performance,
// 3. beside the work: no customer waits for one, and no sale fails with one,
// 4. and when the desk is closed, in whatever way, those that are due have been taken.
//
// `Sales` is in Exercises/Sources/BoxOffice.
//
// Run it: swift run kit check 30
// Or, in the folder Exercises: swift test --filter Exercise30

public import BoxOffice
public import EventSourcing

/// What a desk works with.
public struct Desk: Sendable {
  public let repository: Repository<Sales>
}

/// Lends a desk to the body, and closes it on every path.
///
/// - Parameters:
///   - recorder: Where the events are kept.
///   - table: Where snapshots are kept.
///   - bus: On which the desk publishes.
public func withDesk<Result>(
  events recorder: any Recorder, snapshots table: any MaintenanceRecorder, bus: EventBus,
  _ body: (Desk) async throws -> Result
) async throws -> Result {
  try await EventBus.$current.withValue(bus) {
    let eventStore = EventStore(of: PerformanceEvent.self, in: recorder)
    let persistencePolicy = try PersistencePolicy(eventStore: eventStore)
    defer { persistencePolicy.close() }
    return try await body(Desk(repository: Repository(eventStore: eventStore)))
  }
}
