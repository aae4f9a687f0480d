public import EventSourcing

/// What can happen to a customer's booking, now that seats can be given back.
public enum BookingEvent: EventPayload, Hashable {
  case opened(customer: String)
  case seatReserved(row: Int, seat: Int)
  case seatReleased(row: Int, seat: Int)

  public static let storedName = "Booking"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case opened, seatReserved, seatReleased
  }
}
