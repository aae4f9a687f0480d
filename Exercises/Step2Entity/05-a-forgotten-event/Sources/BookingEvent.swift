public import EventSourcing

extension Booking {
  /// What can happen to a booking.
  public enum Event: EventPayload, Hashable {
    case opened(customer: String)
    case seatReserved(seat: String)

    // Since last year:
    case seatReleased(seat: String)
    case confirmed
    case expired

    public static let storedName = "Booking"

    public enum CodingKeys: String, CodingKey, CaseIterable {
      case opened, seatReserved, seatReleased, confirmed, expired
    }
  }
}
