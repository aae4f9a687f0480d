public import EventSourcing

/// A letter to a customer, which is posted when it is complete.
public struct Letter: Aggregate {
  public enum Event: EventPayload, Hashable {
    case begun(to: String)
    case seatAdded(row: Int, seat: Int)
    case posted

    public static let storedName = "Letter"

    public enum CodingKeys: String, CodingKey, CaseIterable {
      case begun, seatAdded, posted
    }
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<Event>()

  /// How many seats it tells of.
  public private(set) var seats = 0

  public static func mutate(_ letter: inout Letter?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .begun: letter = Letter(lifecycle: Lifecycle(createdBy: event))
    case .seatAdded: letter?.seats += 1
    case .posted: break
    }
  }
}
