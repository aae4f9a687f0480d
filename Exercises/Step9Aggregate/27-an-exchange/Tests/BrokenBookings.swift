import BoxOffice
import EventSourcing
import Exercise27

/// Keeps what it had done before it refused.
struct HalfHeartedBooking: Exchanging {
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Booking.Event>()
  private(set) var seats: [Seat] = []

  static func mutate(_ booking: inout Self?, with event: DomainEvent<Booking.Event>) {
    switch event.payload {
    case .opened: booking = Self(lifecycle: Lifecycle(createdBy: event))
    case .seatReserved(let row, let seat): booking?.seats.append(Seat(row: row, number: seat))
    case .seatReleased(let row, let seat): booking?.seats.removeAll { $0 == Seat(row: row, number: seat) }
    }
  }

  mutating func exchange(_ old: [Seat], for new: [Seat]) throws {
    for seat in old {
      guard seats.contains(seat) else { throw Booking.Refusal.notReserved(seat) }
      try trigger(.seatReleased(row: seat.row, seat: seat.number))
    }
    for seat in new {
      guard !seats.contains(seat) else { throw Booking.Refusal.alreadyReserved(seat) }
      try trigger(.seatReserved(row: seat.row, seat: seat.number))
    }
  }
}

/// Refuses nothing.
struct CarelessBooking: Exchanging {
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Booking.Event>()
  private(set) var seats: [Seat] = []

  static func mutate(_ booking: inout Self?, with event: DomainEvent<Booking.Event>) {
    switch event.payload {
    case .opened: booking = Self(lifecycle: Lifecycle(createdBy: event))
    case .seatReserved(let row, let seat): booking?.seats.append(Seat(row: row, number: seat))
    case .seatReleased(let row, let seat): booking?.seats.removeAll { $0 == Seat(row: row, number: seat) }
    }
  }

  mutating func exchange(_ old: [Seat], for new: [Seat]) throws {
    for seat in old { try trigger(.seatReleased(row: seat.row, seat: seat.number)) }
    for seat in new { try trigger(.seatReserved(row: seat.row, seat: seat.number)) }
  }
}
