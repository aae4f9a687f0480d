public import EventSourcing

/// Money for seats that came back.
public struct Refund: Aggregate {
  public enum Event: EventPayload, Hashable {
    case paid(cents: Int, receipt: String)
    case refused(reason: String)

    public static let storedName = "Refund"

    public enum CodingKeys: String, CodingKey, CaseIterable {
      case paid, refused
    }
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<Event>()

  public static func mutate(_ refund: inout Refund?, with event: DomainEvent<Event>) {
    refund = Refund(lifecycle: Lifecycle(createdBy: event))
  }
}
