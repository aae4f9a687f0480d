// Exercise 39 · Seats that nobody takes
//
// A customer who opens a booking has seats reserved, and often goes away without confirming it. The seats stay empty. An
// application follows the box office, and has a `SeatHold` for each booking: begun when the booking is opened, and kept
// when it is confirmed.
//
// Add what is missing: a hold that is not kept in time is released.
//
// 1. A booking has fifteen minutes from its opening on, and fifteen more from each seat that is reserved: by the time of the
//    event, however late it is dealt with. That is a deadline with the name `SeatWatch.deadline`, for the booking's id.
// 2. When the deadline passes, the hold is released.
// 3. A booking that is confirmed has no deadline any more, and a hold that is kept is never released.
//
// The time comes from the events, or is `Timestamp.now`. `SeatHold` is beside this file: leave it as it is.
//
// Run it: swift run kit check 39
// Or, in the folder Exercises: swift test --filter Exercise39

import BoxOffice
import EventSourcing
public import EventSourcingSystems
public import Foundation

/// Watches over seats that are reserved.
public enum SeatWatch {
  /// The name of the deadline of a booking.
  public static let deadline = "unconfirmed"

  /// The application of the holds, which follows the box office.
  public static func application() throws -> ProcessApplication {
    try blank().when(BookingEvent.self) { event, work in
      switch event.payload {
      case .opened(let customer):
        var hold = try SeatHold.create(.begun(customer: customer), id: holdID(of: event.entityID))
        try await hold.save()
      case .seatReserved: break
      case .confirmed:
        var hold = try await work.repository(of: SeatHold.self)[holdID(of: event.entityID)]
        try hold.keep()
        try await hold.save()
      }
    }
  }

  /// The id of the hold of a booking.
  public static func holdID(of booking: UUID) -> UUID {
    UUID(named: "hold", in: booking)
  }

  /// Some minutes in microseconds, as a `Timestamp` counts.
  private static func minutes(_ count: Int) -> Int {
    count * 60 * 1_000_000
  }

  /// An application that does not react on anything yet.
  private static func blank() throws -> ProcessApplication {
    try ProcessApplication(
      "seat watch", catalog: EventCatalog(.events(of: SeatHold.Event.self)), options: ReactionOptions(attempts: 1))
  }
}
