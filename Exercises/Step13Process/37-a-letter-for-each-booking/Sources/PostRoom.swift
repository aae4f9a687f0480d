// Exercise 37 · A letter for each booking
//
// The post room is an application of its own. It follows the box office, and writes a letter for each booking: begun when
// the booking is opened, with a line for each seat that is reserved, and posted when the booking is confirmed.
//
// Write its policy: say with `when` what each event of a booking leads to.
//
// 1. A booking that is opened has a letter begun to its customer.
// 2. Each seat that is reserved is added to the letter of its booking. A seat without a letter is an error.
// 3. A booking that is confirmed has its letter posted.
// 4. The letter has the id that follows from the opening of the booking, by the label "letter": done again, in whatever
//    process, it is the same letter.
//
// The opening of a booking is its event at position 0. `BookingEvent` is in Exercises/Sources/BoxOffice, and `Letter` is
// beside this file: leave it as it is.
//
// Run it: swift run kit check 37
// Or, in the folder Exercises: swift test --filter Exercise37

import BoxOffice
import EventSourcing
public import EventSourcingSystems
import Foundation
import Practice

/// Writes to customers.
public enum PostRoom {
  /// The post room's application, which follows the box office.
  public static func application() throws -> ProcessApplication {
    // TODO: Begin with `blank()`, and say what each event of a booking leads to.
    throw TODO("Begin with `blank()`, and say what each event of a booking leads to.")
  }

  /// An application that does not react on anything yet.
  private static func blank() throws -> ProcessApplication {
    try ProcessApplication(
      "post room", catalog: EventCatalog(.events(of: Letter.Event.self)), options: ReactionOptions(attempts: 1))
  }
}
