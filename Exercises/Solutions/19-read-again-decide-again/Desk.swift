// Exercise 19 · Read again, decide again
//
// The theatre has several desks now, on one database. Each sells seats of the same performances. When two sell at the
// same moment, the second gets a `ConcurrencyError`, and until now its customer was sent away, although there were
// seats.
//
// Write `sell`:
//
// 1. It gets the performance, sells the seats, and returns the performance as it is then.
// 2. If another desk came first, it reads again and decides again. Perhaps there are no seats left now.
// 3. Only a conflict is tried again. If the seats are sold out, the customer hears it at once.
// 4. It does not try for ever: if others came first ten times or so, the conflict comes out.
//
// Run it: swift run kit check 19
// Or, in the folder Exercises: swift test --filter Exercise19

import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// Where seats are sold.
public struct Desk: Sendable {
  let repository: Repository<Performance>

  /// Sells seats of a performance, whoever else is selling at the moment.
  ///
  /// - Returns: The performance after the sale.
  /// - Throws: `EntityNotFound`; `SoldOut`; `ConcurrencyError` if others always came first.
  @discardableResult
  public func sell(_ count: Int, of id: UUID, to customer: String) async throws -> Performance {
    // exercise: Read the performance and sell the seats, and do both again after a conflict.
    try await retryingOnConcurrencyError(attempts: 10) {
      var performance = try await repository[id]
      try await performance.sell(count, to: customer)
      return performance
    }
    // exercise.end
  }
}

/// Lends a desk to the body; what is sold there is stored in the recorder.
public func withDesk<Result>(
  on recorder: any Recorder, _ body: (Desk) async throws -> Result
) async throws -> Result {
  try await EventBus.$current.withValue(EventBus()) {
    let store = EventStore(of: PerformanceEvent.self, in: recorder)
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    return try await body(Desk(repository: Repository(eventStore: store)))
  }
}
