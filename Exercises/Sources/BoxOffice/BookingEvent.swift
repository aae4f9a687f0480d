public import EventSourcing

/// What can happen to a customer's booking.
public enum BookingEvent: EventPayload, Hashable {
  case opened(customer: String)
  case seatReserved(row: Int, seat: Int)
  case confirmed

  public static let storedName = "Booking"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case opened, seatReserved, confirmed
  }
}
