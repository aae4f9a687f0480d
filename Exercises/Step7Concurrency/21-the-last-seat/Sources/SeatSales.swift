// Exercise 21 · The last seat
//
// One seat is left for tonight, row 7, seat 12, and at two desks somebody wants it. Exactly one may get it, and the
// other is to hear that it is taken: from the box office, not from the database.
//
// Each seat of a performance is an entity of its own, a `NumberedSeat`. It has no commands yet. Write the sale:
//
// 1. A seat that was never sold is created by its sale, with the event `sold` and the id of its number.
// 2. A seat that somebody has is refused with `SeatTaken`.
// 3. A seat that was brought back can be sold again: it is there already, and has no holder.
// 4. If another desk was quicker by a moment, decide again. Mostly the seat is taken then; but not if it has been
//    brought back meanwhile.
// 5. What else goes wrong is no refusal: if the database fails, the customer must not hear that the seat is taken.
//
// Run it: swift run kit check 21
// Or, in the folder Exercises: swift test --filter Exercise21

public import EventSourcing
import Foundation
import Practice

/// Where numbered seats are sold.
public struct SeatSales: Sendable {
  let repository: Repository<NumberedSeat>

  /// Sells a seat, if it is free, whoever else is selling at the moment.
  ///
  /// - Throws: `SeatTaken`; what the database throws.
  public func sell(_ number: SeatNumber, to customer: String) async throws {
    // TODO: Sell the seat, or throw SeatTaken; after a conflict decide again.
    throw TODO("Sell the seat, or throw SeatTaken; after a conflict decide again.")
  }
}

/// Lends the sale of seats to the body; what is sold there is stored in the recorder.
public func withSeatSales<Result>(
  on recorder: any Recorder, _ body: (SeatSales) async throws -> Result
) async throws -> Result {
  try await EventBus.$current.withValue(EventBus()) {
    let store = EventStore(of: NumberedSeatEvent.self, in: recorder)
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    return try await body(SeatSales(repository: Repository(eventStore: store)))
  }
}
