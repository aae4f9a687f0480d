// Exercise 07 · Append and read back a page
//
// Customers ask what happened to a performance, and the box office shows it on a small screen, page by page, or only
// what came last. The events are in an event store, which `store` is.
//
// 1. `append` stores a list of events: all of them or, if one cannot be stored, none.
// 2. `page` gives one page, in order. Pages count from 0. The last may be shorter, and after it there are only empty
//    ones. A history can be long: ask the database for the page, not for everything.
// 3. `newest` gives the last few events, the newest first.
//
// What the store can be asked for is a `PositionQuery`. Positions count from 0 too, and without a gap.
//
// Run it: swift run kit check 07
// Or, in the folder Exercises: swift test --filter Exercise07

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// What happened to performances, stored.
public struct History: Sendable {
  private let store: EventStore<DomainEvent<PerformanceEvent>>

  public init(in recorder: any Recorder) {
    store = EventStore(of: PerformanceEvent.self, in: recorder)
  }

  /// Stores events, all or none.
  ///
  /// - Throws: `ConcurrencyError` if somebody else was faster, `InvalidAppend` if an event is missing.
  public func append(_ events: [DomainEvent<PerformanceEvent>]) async throws {
    // exercise: Append the events, as one list.
    try await store.append(events)
    // exercise.end
  }

  /// One page of what happened to a performance.
  ///
  /// - Parameters:
  ///   - number: Which page, from 0.
  ///   - size: The largest number of events on it.
  public func page(
    _ number: Int, of performance: UUID, size: Int
  ) async throws -> [DomainEvent<PerformanceEvent>] {
    // exercise: Ask for the events from the page's first position on, no more than fit on it.
    try await store.events(of: performance, where: PositionQuery(atLeast: number * size, limit: size))
    // exercise.end
  }

  /// The last events of a performance, the newest first.
  public func newest(_ count: Int, of performance: UUID) async throws -> [DomainEvent<PerformanceEvent>] {
    // exercise: Ask for the events from the end, no more than are wanted.
    try await store.events(of: performance, where: PositionQuery(limit: count, order: .backwards))
    // exercise.end
  }
}
