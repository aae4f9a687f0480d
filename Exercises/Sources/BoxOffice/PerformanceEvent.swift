public import EventSourcing

/// What can happen to a performance in the theatre.
public enum PerformanceEvent: EventPayload, Hashable {
  case scheduled(title: String, seats: Int)
  case seatsSold(count: Int, to: String)
  case seatsReturned(count: Int)
  case cancelled

  public static let storedName = "Performance"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case scheduled, seatsSold, seatsReturned, cancelled
  }
}
