public import EventSourcing

/// Seats that are kept for a customer until the booking is confirmed.
public struct SeatHold: Aggregate {
  public enum Event: EventPayload, Hashable {
    case begun(customer: String)
    case kept
    case released

    public static let storedName = "SeatHold"

    public enum CodingKeys: String, CodingKey, CaseIterable {
      case begun, kept, released
    }
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<Event>()

  /// Whether it is not decided yet.
  public private(set) var isOpen = true

  public static func mutate(_ hold: inout SeatHold?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .begun: hold = SeatHold(lifecycle: Lifecycle(createdBy: event))
    case .kept, .released: hold?.isOpen = false
    }
  }

  /// Has the customer keep the seats, unless it is decided.
  public mutating func keep() throws {
    guard isOpen else { return }
    try trigger(.kept)
  }

  /// Gives the seats to others, unless it is decided.
  public mutating func release() throws {
    guard isOpen else { return }
    try trigger(.released)
  }
}
