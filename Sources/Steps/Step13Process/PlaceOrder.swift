public import EventSourcing
public import EventSourcingSystems

/// A request for an order, as somebody has sent it, and what came of it.
public struct PlaceOrder: Command {
  public enum Event: EventPayload, Equatable {
    case asked(item: String, cents: Int)
    case done
    case refused(reason: String)

    public static let storedName = "PlaceOrder"
    public enum CodingKeys: String, CodingKey, CaseIterable { case asked, done, refused }
  }

  public enum Outcome: Hashable, Sendable {
    case done
    case refused(String)
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<Event>()
  public let request: Event
  public private(set) var outcome: Outcome?

  public static func mutate(_ command: inout PlaceOrder?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .asked: command = PlaceOrder(lifecycle: Lifecycle(createdBy: event), request: event.payload)
    case .done: command?.outcome = .done
    case .refused(let reason): command?.outcome = .refused(reason)
    }
  }

  /// Ends it, unless it has ended.
  mutating func end(_ event: Event) throws {
    guard outcome == nil else { return }
    try trigger(event)
  }
}
