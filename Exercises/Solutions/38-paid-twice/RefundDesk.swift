// Exercise 38 · Paid twice
//
// When seats are returned, the customer gets 25 euros for each. An application follows the box office, has a machine in the
// foyer pay, and notes what has come of it.
//
// There are complaints:
//
// - On Monday the disk was full, and some customers have got their money twice.
// - On Tuesday the machine lost its connection after it had paid, and paid again.
// - On Wednesday it did not accept a card. Since then nobody gets anything.
//
// Find out why, and mend `application`:
//
// 1. For each return the money is paid once, and noted as a `Refund` with the id by the label "refund". If noting fails, or
//    the answer does not arrive, it is tried again, and no money is paid twice.
// 2. The machine is asked outside of any transaction.
// 3. What the machine refuses is noted, and the next customer has their turn. While it does not answer, nothing is noted.
//
// `Cashier` and `Refund` are beside this file. Leave them as they are.
//
// Run it: swift run kit check 38
// Or, in the folder Exercises: swift test --filter Exercise38

import BoxOffice
import EventSourcing
public import EventSourcingSystems
import Foundation

/// Pays for seats that are returned.
public enum RefundDesk {
  /// What is paid for a seat, in cents.
  static let price = 2_500

  /// The application of the refunds, which follows the box office.
  public static func application(_ cashier: any Cashier) throws -> ProcessApplication {
    // exercise
    //| struct Refused: Error {}
    //| return try blank().when(PerformanceEvent.self) { event, work in
    //|   guard case .seatsReturned(let count) = event.payload else { return }
    //|   switch try await cashier.pay(count * price, key: UUID()) {
    //|   case .paid(let receipt):
    //|     var refund = try Refund.create(.paid(cents: count * price, receipt: receipt), id: work.id("refund"))
    //|     try await refund.save()
    //|   case .refused: throw Refused()
    //|   }
    //| }
    try blank().effect(
      PerformanceEvent.self, "refund",
      asks: { event -> Int? in
        guard case .seatsReturned(let count) = event.payload else { return nil }
        return count * price
      },
      does: { cents, call in (cents, try await cashier.pay(cents, key: call.key)) },
      records: { outcome, _, work in
        let payload: Refund.Event =
          switch outcome.1 {
          case .paid(let receipt): .paid(cents: outcome.0, receipt: receipt)
          case .refused(let reason): .refused(reason: reason)
          }
        var refund = try Refund.create(payload, id: work.id("refund"))
        try await refund.save()
      })
    // exercise.end
  }

  /// An application that does not react on anything yet.
  private static func blank() throws -> ProcessApplication {
    try ProcessApplication(
      "refunds", catalog: EventCatalog(.events(of: Refund.Event.self)), options: ReactionOptions(attempts: 1))
  }
}
