public import EventSourcing
public import Foundation

/// An item under other names, in a table `stored_events`.
public struct StoredEvent: ItemSchema, Hashable {
  public static let table = ItemTable(
    name: "stored_events", sequenceID: "aggregate_id", position: "aggregate_version", topic: "event_type",
    data: "state", timestamp: "occurred_on")

  public let aggregateID: UUID
  public let aggregateVersion: Int
  public let eventType: String
  public let state: Data
  public let occurredOn: Timestamp

  public init(_ item: SequencedItem) {
    aggregateID = item.sequenceID
    aggregateVersion = item.position
    eventType = item.topic
    state = item.data
    occurredOn = item.timestamp
  }
}
