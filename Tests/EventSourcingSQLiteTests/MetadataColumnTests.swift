import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("The column for metadata")
struct MetadataColumnTests {
  private static let older = """
    CREATE TABLE sequenced_items (
      notification_id INTEGER PRIMARY KEY AUTOINCREMENT, sequence_id BLOB NOT NULL, position INTEGER NOT NULL,
      topic TEXT NOT NULL, data BLOB NOT NULL, timestamp INTEGER NOT NULL, UNIQUE (sequence_id, position))
    """

  private static let without = ItemTable(
    name: "sequenced_items", sequenceID: "sequence_id", position: "position", topic: "topic", data: "data",
    timestamp: "timestamp")

  private let told = SequencedItem(
    sequenceID: UUID(), position: 0, topic: "T", data: Data("{}".utf8), timestamp: Timestamp(microseconds: 1),
    metadata: #"{"user":"ada"}"#)

  @Test func `can be added to an older table by the very words of the refusal`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: Self.older) }
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
      #expect(error?.code == .foreignSchema)
      let reason = try #require(error?.reason)
      #expect(reason.contains("“sequenced_items” has no column “metadata”"))
      let statement = try #require(reason.firstMatch(of: /ALTER TABLE [^.]*/))
      try byHand(file) { try $0.execute(sql: String(statement.output)) }
      let recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append([told])
      #expect(try await recorder.items(of: told.sequenceID) == [told])
      try await recorder.close()
    }
  }

  @Test func `is not needed by a table of one's own, which then keeps none`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: Self.older) }
      let recorder = try await SQLiteRecorder(.file(file), table: Self.without)
      let refused = await #expect(throws: RecorderError.self) { try await recorder.append([told]) }
      #expect(refused?.code == .unstorable)
      let plain = SequencedItem(
        sequenceID: told.sequenceID, position: 0, topic: "T", data: told.data, timestamp: told.timestamp)
      try await recorder.append([plain])
      let rewritten = await #expect(throws: RecorderError.self) {
        try await recorder.rewrite([Rewrite(from: plain, to: told)])
      }
      #expect(rewritten?.code == .unstorable)
      await #expect(throws: RewriteError.changedMeanwhile(sequenceID: told.sequenceID, position: 0)) {
        try await recorder.rewrite([Rewrite(from: told, to: plain)])
      }
      #expect(try await recorder.items(of: told.sequenceID) == [plain])
      try await recorder.close()
    }
  }

  @Test func `is rewritten with its item, and only if it is as it was read`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.append([told])
    let plain = SequencedItem(
      sequenceID: told.sequenceID, position: 0, topic: "T", data: told.data, timestamp: told.timestamp)
    await #expect(throws: RewriteError.changedMeanwhile(sequenceID: told.sequenceID, position: 0)) {
      try await recorder.rewrite([Rewrite(from: plain, to: told)])
    }
    try await recorder.rewrite([Rewrite(from: told, to: plain), Rewrite(from: plain, to: told)])
    try await recorder.rewrite([Rewrite(from: told, to: plain)])
    #expect(try await recorder.items(of: told.sequenceID) == [plain])
    try await recorder.close()
  }
}
