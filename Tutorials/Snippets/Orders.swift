import EventSourcing
import Foundation

// snippet.order
struct Order: Aggregate {
  enum Event: EventPayload {
    case placed(customer: String)
    case lineAdded(item: String, count: Int)

    static let storedName = "Order"
    enum CodingKeys: String, CodingKey, CaseIterable { case placed, lineAdded }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  var lines: [String: Int] = [:]

  static func mutate(_ order: inout Order?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .placed: order = Order(lifecycle: Lifecycle(createdBy: event))
    case .lineAdded(let item, let count): order?.lines[item, default: 0] += count
    }
  }

  mutating func add(_ count: Int, of item: String) throws {
    try trigger(.lineAdded(item: item, count: count))
  }
}
// snippet.end

func placeOrder() async throws {
  // snippet.save
  var order = try Order.create(.placed(customer: "Ada"), id: IDGenerator.timeOrdered.next())
  try order.add(2, of: "pen")
  try order.add(1, of: "ink")
  try await order.save()
  // snippet.end
}

/// What a door has seen.
enum Passage: EventPayload {
  case opened
  case closed

  static let storedName = "Passage"
  enum CodingKeys: String, CodingKey, CaseIterable { case opened, closed }
}

func watchDoor(_ doorID: UUID, in recorder: any Recorder) async throws {
  // snippet.log
  let door = EventLog(id: doorID, eventStore: EventStore(entriesOf: Passage.self, in: recorder))
  try await door.append(.opened)
  let newest = try await door.entries(where: PositionQuery(limit: 10, order: .backwards))
  // snippet.end
  _ = newest
}
