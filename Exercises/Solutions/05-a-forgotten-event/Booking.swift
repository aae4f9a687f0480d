// Exercise 05 · A forgotten event
//
// A customer opens a booking, reserves seats, gives some of them back, and confirms. A booking that nobody confirms
// expires: that is the end of it, and it takes no more commands.
//
// The commands are right, and each causes its event; the events are in BookingEvent.swift. Yet the box office is in
// trouble. Seats that were given back still look taken, and confirmed bookings get more and more seats. It began last
// year, when three events were added. The code compiled at once, and everybody was pleased.
//
// Find out why the compiler had nothing to say, and mend the mutator. Mend it so that whoever adds the next event is
// told: then it must not compile as long as the mutator does not know that event.
//
// Run it: swift run kit check 05
// Or, in the folder Exercises: swift test --filter Exercise05

public import EventSourcing

/// What a customer is about to buy.
public struct Booking: Entity, Equatable {
  /// Why a command was refused.
  public enum Refusal: Error, Hashable {
    case isConfirmed
  }

  public var lifecycle: Lifecycle

  public private(set) var customer: String

  /// The seats that the customer has now, as in `C7`.
  public private(set) var seats: Set<String> = []

  public private(set) var isConfirmed = false

  public static func mutate(_ booking: inout Booking?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened(let customer): booking = Booking(lifecycle: Lifecycle(createdBy: event), customer: customer)
    case .seatReserved(let seat): booking?.seats.insert(seat)
    // exercise
    //| default: break
    case .seatReleased(let seat): booking?.seats.remove(seat)
    case .confirmed: booking?.isConfirmed = true
    case .expired: booking = nil
    // exercise.end
    }
  }

  /// Adds a seat.
  ///
  /// - Throws: `Refusal`, `EntityDiscarded`.
  public mutating func reserve(_ seat: String) async throws {
    guard !isConfirmed else { throw Refusal.isConfirmed }
    try await trigger(.seatReserved(seat: seat))
  }

  /// Gives a seat back.
  ///
  /// - Throws: `Refusal`, `EntityDiscarded`.
  public mutating func release(_ seat: String) async throws {
    guard !isConfirmed else { throw Refusal.isConfirmed }
    try await trigger(.seatReleased(seat: seat))
  }

  /// Makes the booking final.
  ///
  /// - Throws: `EntityDiscarded`.
  public mutating func confirm() async throws {
    try await trigger(.confirmed)
  }

  /// Ends a booking that was not confirmed in time.
  ///
  /// - Throws: `Refusal`, `EntityDiscarded`.
  public mutating func expire() async throws {
    guard !isConfirmed else { throw Refusal.isConfirmed }
    try await trigger(.expired)
  }
}
