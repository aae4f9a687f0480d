public import BoxOffice
public import EventSourcing
public import Foundation

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
    guard !isConfirmed else { throw Refusal.alreadyConfirmed }
    guard !seats.contains(seat) else { throw Refusal.alreadyReserved(seat) }
    try trigger(.seatReserved(row: seat.row, seat: seat.number), at: timestamp)
  }

  /// Confirms the booking, which then takes no more seats.
  ///
  /// - Throws: `Refusal.alreadyConfirmed`, `Refusal.noSeats`.
  public mutating func confirm(at timestamp: Timestamp = .now) throws {
    guard !isConfirmed else { throw Refusal.alreadyConfirmed }
    guard !seats.isEmpty else { throw Refusal.noSeats }
    try trigger(.confirmed, at: timestamp)
  }

  private init(lifecycle: Lifecycle, customer: String) {
    self.lifecycle = lifecycle
    self.customer = customer
  }
}
