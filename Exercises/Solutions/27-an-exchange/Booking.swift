// Exercise 27 · An exchange · the command
//
// A customer comes back to the desk: these seats back, those instead. `reserve` and `release` are there. Write
// `exchange`, one command that causes several events:
//
// 1. All old seats are released first, in the order given; then all new ones are reserved, in the order given.
// 2. What `release` and `reserve` refuse, the exchange refuses, with the same error. A seat that is given back may be
//    taken again in the same exchange.
// 3. All or none: an exchange that refuses, at whichever seat, leaves the booking exactly as it was, with the events
//    that were pending before, and no others.
//
// Then go on in `ExchangeScenario.swift`, the second file of this exercise.
//
// Run it: swift run kit check 27
// Or, in the folder Exercises: swift test --filter Exercise27

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// What a customer wants to see, and from where.
public struct Booking: Exchanging, Equatable {
  /// Why a command was refused.
  public enum Refusal: Error, Hashable {
    case alreadyReserved(Seat)
    case notReserved(Seat)
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<BookingEvent>()
  public private(set) var seats: [Seat] = []

  public static func mutate(_ booking: inout Booking?, with event: DomainEvent<BookingEvent>) {
    switch event.payload {
    case .opened: booking = Booking(lifecycle: Lifecycle(createdBy: event))
    case .seatReserved(let row, let seat): booking?.seats.append(Seat(row: row, number: seat))
    case .seatReleased(let row, let seat): booking?.seats.removeAll { $0 == Seat(row: row, number: seat) }
    }
  }

  /// Opens a booking; it is stored when it is saved.
  public static func open(for customer: String, id: UUID) throws -> Booking {
    try create(.opened(customer: customer), id: id)
  }

  /// - Throws: `Refusal.alreadyReserved`.
  public mutating func reserve(_ seat: Seat) throws {
    guard !seats.contains(seat) else { throw Refusal.alreadyReserved(seat) }
    try trigger(.seatReserved(row: seat.row, seat: seat.number))
  }

  /// - Throws: `Refusal.notReserved`.
  public mutating func release(_ seat: Seat) throws {
    guard seats.contains(seat) else { throw Refusal.notReserved(seat) }
    try trigger(.seatReleased(row: seat.row, seat: seat.number))
  }

  /// Gives some seats back and takes others, all or none.
  ///
  /// - Throws: `Refusal.notReserved`, `Refusal.alreadyReserved`; then the booking is as it was.
  public mutating func exchange(_ old: [Seat], for new: [Seat]) throws {
    // exercise: Release all old seats and reserve all new ones, or change nothing.
    var changed = self
    for seat in old { try changed.release(seat) }
    for seat in new { try changed.reserve(seat) }
    self = changed
    // exercise.end
  }

  private init(lifecycle: Lifecycle) {
    self.lifecycle = lifecycle
  }
}
