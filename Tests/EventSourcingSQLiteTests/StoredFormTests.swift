import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("The stored form of an item")
struct StoredFormTests {
  private static let forms: [(Data, String)] = [
    (Data(#"{"name":"Zoë 🎉"}"#.utf8), "text"),
    (Data(), "text"),
    (Data([0, 1, 2, 0xFF]), "blob"),
    (Data("{\0}".utf8), "blob"),
    (Data([UInt8(ascii: "{"), 0xFF]), "blob"),
    (Data("plain".utf8), "blob"),
  ]

  @Test(arguments: forms)
  func `is text for JSON and bytes for the rest`(_ data: Data, _ type: String) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let id = UUID()
      try await recorder.append([item(id, 0, data: data)])
      let row = try byHand("\(folder)/items.sqlite") { db in
        try Row.fetchOne(db, sql: "SELECT typeof(data) AS type, CAST(data AS BLOB) AS data FROM sequenced_items")
      }
      #expect(row?["type"] == type)
      #expect(row?["data"] == data)
      #expect(try await recorder.item(of: id, at: 0)?.data == data)
      try await recorder.close()
    }
  }

  @Test func `has the id as its 16 bytes and the rest as it is`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let id = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
      try await recorder.append([item(id, 0)], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 3))
      let (row, tracked) = try byHand("\(folder)/items.sqlite") { db in
        (
          try Row.fetchOne(db, sql: "SELECT hex(sequence_id) AS id, position, topic, timestamp FROM sequenced_items"),
          try Row.fetchOne(db, sql: "SELECT * FROM sequenced_items_tracking WHERE upstream = 'Orders'")
        )
      }
      #expect(
        row == [
          "id": "00112233445566778899AABBCCDDEEFF", "position": 0, "topic": "Sample.happened", "timestamp": 1_000_000,
        ])
      #expect(tracked == ["upstream": "Orders", "notification_id": 3, "log": nil, "digest": nil])
      try await recorder.close()
    }
  }

  @Test(arguments: ["x'0102'", "x''", "'text of 16 bytes!'", "7", "zeroblob(17)"])
  func `with a damaged id is an error, not a crash`(_ id: String) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      try await recorder.append(items(UUID(), 0...0))
      try byHand("\(folder)/items.sqlite") { try $0.execute(sql: "UPDATE sequenced_items SET sequence_id = \(id)") }
      let read = await #expect(throws: RecorderError.self) { try await recorder.notifications(after: 0, limit: 1) }
      #expect(read?.code == .notADatabase)
      try await recorder.close()
    }
  }

  @Test(arguments: [
    "position = 'first'", "position = x'00'", "position = 1.5", "timestamp = 'noon'", "timestamp = x'00'",
    "topic = x'FFFE'", "topic = x''",
  ])
  func `with a value of another type is an error, not a crash`(_ change: String) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      try await recorder.append(items(UUID(), 0...0))
      try byHand("\(folder)/items.sqlite") { try $0.execute(sql: "UPDATE sequenced_items SET \(change)") }
      let read = await #expect(throws: RecorderError.self) { try await recorder.notifications(after: 0, limit: 1) }
      #expect(read?.code == .notADatabase)
      try await recorder.close()
    }
  }
}
