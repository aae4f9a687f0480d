// Exercise 25 · Pending events
//
// A customer books several seats. At the desk they are chosen one after the other; stored is the booking as a whole,
// when it is saved. So a booking is an aggregate: its commands apply their events at once and keep them pending.
//
// Its events and its mutator are there. Write its two commands, each of which refuses first, and has its event happen
// then:
//
// 1. `reserve` refuses if the booking is confirmed (`Refusal.alreadyConfirmed`), and if it has this seat already
//    (`Refusal.alreadyReserved`). What happens is `seatReserved`.
// 2. `confirm` refuses if the booking is confirmed, and if it has no seats (`Refusal.noSeats`). What happens is
//    `confirmed`.
//
// A command that refuses leaves the booking as it was, with no event more.
//
// Run it: swift run kit check 25
// Or, in the folder Exercises: swift test --filter Exercise25

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// What a customer wants to see, and from where.
public struct Booking: Aggregate, Equatable {
  /// Why a command was refused.
  public enum Refusal: Error, Hashable {
    case alreadyConfirmed
    case alreadyReserved(Seat)
    case noSeats
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<BookingEvent>()
  public let customer: String

  /// In the order in which they were reserved.
  public private(set) var seats: [Seat] = []
  public private(set) var isConfirmed = false

  public static func mutate(_ booking: inout Booking?, with event: DomainEvent<BookingEvent>) {
    switch event.payload {
    case .opened(let customer): booking = Booking(lifecycle: Lifecycle(createdBy: event), customer: customer)
    case .seatReserved(let row, let seat): booking?.seats.append(Seat(row: row, number: seat))
    case .confirmed: booking?.isConfirmed = true
    }
  }

  /// Opens a booking; it is stored when it is saved.
  public static func open(for customer: String, id: UUID, at timestamp: Timestamp = .now) throws -> Booking {
    try create(.opened(customer: customer), id: id, at: timestamp)
  }

  /// Reserves a seat.
  ///
  /// - Throws: `Refusal.alreadyConfirmed`, `Refusal.alreadyReserved`.
  public mutating func reserve(_ seat: Seat, at timestamp: Timestamp = .now) throws {
    // TODO: Refuse what is to be refused, then trigger the event.
    throw TODO("Refuse what is to be refused, then trigger the event.")
  }

  /// Confirms the booking, which then takes no more seats.
  ///
  /// - Throws: `Refusal.alreadyConfirmed`, `Refusal.noSeats`.
  public mutating func confirm(at timestamp: Timestamp = .now) throws {
    // TODO: Refuse what is to be refused, then trigger the event.
    throw TODO("Refuse what is to be refused, then trigger the event.")
  }

  private init(lifecycle: Lifecycle, customer: String) {
    self.lifecycle = lifecycle
    self.customer = customer
  }
}
