import EventSourcing
import Foundation
import Testing

/// A stored event under other names.
private struct StoredEvent: ItemSchema, Equatable {
  static let table = ItemTable(
    name: "stored_events", sequenceID: "aggregate_id", position: "aggregate_version", topic: "event_type",
    data: "state", timestamp: "happened_at")

  let aggregateID: UUID
  let aggregateVersion: Int
  let eventType: String

  init(_ item: SequencedItem) {
    aggregateID = item.sequenceID
    aggregateVersion = item.position
    eventType = item.topic
  }
}

@Suite("An item type of one's own")
struct ItemSchemaTests {
  @Test func `is what items are read as`() async throws {
    let id = IDGenerator.counting().next()
    let recorder = InMemoryRecorder()
    try await recorder.append([.sample(id, at: 0), .sample(id, at: 1), .sample(id, at: 2)])
    #expect(try await recorder.items(StoredEvent.self, of: id).map(\.aggregateVersion) == [0, 1, 2])
    let newest = try await recorder.items(
      StoredEvent.self, of: id, where: PositionQuery(limit: 1, order: .backwards))
    #expect(newest == [StoredEvent(.sample(id, at: 2))])
  }

  @Test func `calls the column of the notification id as everyone does by default`() {
    #expect(StoredEvent.table.notificationID == "notification_id")
  }

  @Test func `has a default table, named after the properties of an item`() {
    let table = ItemTable.sequencedItems
    #expect(table.name == "sequenced_items")
    #expect(
      [table.sequenceID, table.position, table.topic, table.data, table.timestamp, table.notificationID]
        == ["sequence_id", "position", "topic", "data", "timestamp", "notification_id"])
    #expect(table.metadata == "metadata" && StoredEvent.table.metadata == nil)
  }
}
