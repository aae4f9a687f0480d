import EventSourcing
import Foundation

/// What can happen to a counter.
enum CounterEvent: EventPayload, Hashable {
  case started
  case added(amount: Int, note: String)

  static let storedName = "Counter"

  enum CodingKeys: String, CodingKey, CaseIterable {
    case started, added
  }
}

/// An entity small enough to have its history damaged.
struct Counter: Entity, Equatable {
  var lifecycle: Lifecycle
  private(set) var sum = 0

  static func mutate(_ counter: inout Counter?, with event: DomainEvent<CounterEvent>) {
    switch event.payload {
    case .started: counter = Counter(lifecycle: Lifecycle(createdBy: event))
    case .added(let amount, _): counter?.sum += amount
    }
  }

  /// The events of a counter that was started and then had 1, 2, 3 and so on added.
  static func events(of id: UUID, additions: Int, note: String = "") -> [DomainEvent<CounterEvent>] {
    let payloads = [.started] + (0..<additions).map { CounterEvent.added(amount: $0 + 1, note: note) }
    return payloads.enumerated().map { version, payload in
      DomainEvent(entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
  }
}
