// Exercise 27 · An exchange · the scenario
//
// Write down the third rule of the exchange as a scenario: given what happened, when a command comes, then this
// happens. It is run on your own booking, which must pass. Then it is run on two other bookings with bugs in them: one
// keeps what it had done before it refused, one refuses nothing. A scenario that passes there too proves nothing.
//
// Whatever stays pending is stored by the next save. So in this scenario the desk is told the refusal, and saves the
// booking all the same; then nothing must have happened. Begin with a booking that has a seat or two, and let the
// exchange be refused only when something of it could have been done.
//
// `Given` is part of the library's test kit, in Sources/EventSourcingTestKit/Decisions.

import BoxOffice
import EventSourcing
import EventSourcingTestKit
import Practice

/// Proves that an exchange which is refused leaves nothing that a later save would store.
///
/// - Throws: What `Given` throws if it does leave something.
public func refusedExchangeLeavesNothing<Subject: Exchanging>(_ subject: Subject.Type) async throws {
  // TODO: Given a booking with seats, when an exchange is refused half-way and the booking is saved, then nothing.
  throw TODO("Given a booking with seats, when an exchange is refused half-way and the booking is saved, then nothing.")
}
