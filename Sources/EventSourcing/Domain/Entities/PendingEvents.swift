/// The events of an aggregate that happened but are not saved yet, oldest first.
///
/// The library adds each event as it is applied, and removes all when they are saved. A protocol cannot keep others
/// from assigning the property that holds this: leave it alone, or events are lost.
public struct PendingEvents<Payload: EventPayload>: Sendable {
  private var events: [DomainEvent<Payload>] = []

  /// The events as a list.
  var all: [DomainEvent<Payload>] { events }

  public init() {}

  mutating func append(_ event: DomainEvent<Payload>) {
    events.append(event)
  }

  mutating func removeAll() {
    events = []
  }
}

extension PendingEvents: RandomAccessCollection {
  public var startIndex: Int { events.startIndex }
  public var endIndex: Int { events.endIndex }
  public subscript(index: Int) -> DomainEvent<Payload> { events[index] }
}

extension PendingEvents: Equatable where Payload: Equatable {}
