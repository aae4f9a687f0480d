import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("A table that the recorder did not make")
struct ForeignSchemaTests {
  private static let own = """
    CREATE TABLE sequenced_items (
      notification_id INTEGER PRIMARY KEY AUTOINCREMENT, sequence_id BLOB NOT NULL, position INTEGER NOT NULL,
      topic TEXT NOT NULL, data BLOB NOT NULL, timestamp INTEGER NOT NULL, metadata TEXT, UNIQUE (sequence_id, position))
    """

  private static func own(_ old: String, becomes new: String) -> String {
    precondition(own.contains(old))
    return own.replacingOccurrences(of: old, with: new)
  }

  private static let foreign: [Named<String>] = [
    Named("other columns", "CREATE TABLE sequenced_items (id INTEGER PRIMARY KEY, name TEXT)"),
    Named("one column more", own("topic TEXT NOT NULL", becomes: "topic TEXT NOT NULL, author TEXT")),
    Named("another type", own("sequence_id BLOB", becomes: "sequence_id TEXT")),
    Named("a value that may be missing", own("topic TEXT NOT NULL", becomes: "topic TEXT")),
    Named("no unique key", own(", UNIQUE (sequence_id, position)", becomes: "")),
    Named("a unique key of one column", own("UNIQUE (sequence_id, position)", becomes: "UNIQUE (position)")),
    Named(
      "a unique key of more columns",
      own("UNIQUE (sequence_id, position)", becomes: "UNIQUE (sequence_id, position, topic)")
    ),
    Named(
      "a unique key for some rows",
      own(", UNIQUE (sequence_id, position)", becomes: "")
        + "; CREATE UNIQUE INDEX places ON sequenced_items (sequence_id, position) WHERE position > 3"
    ),
    Named("ids given again", own(" AUTOINCREMENT", becomes: "")),
    Named("another primary key", own("INTEGER PRIMARY KEY AUTOINCREMENT", becomes: "INTEGER NOT NULL")),
    Named(
      "a view",
      own("TABLE sequenced_items", becomes: "TABLE elsewhere")
        + "; CREATE VIEW sequenced_items AS SELECT * FROM elsewhere"
    ),
    Named("one more unique key", own("UNIQUE", becomes: "UNIQUE (timestamp), UNIQUE")),
    Named("capital letters", "CREATE TABLE Sequenced_Items (id INTEGER PRIMARY KEY)"),
  ]

  private static let foreignTracking: [Named<String>] = [
    Named("other columns", "CREATE TABLE sequenced_items_tracking (id INTEGER PRIMARY KEY)"),
    Named("another type", "CREATE TABLE sequenced_items_tracking (upstream BLOB, notification_id INTEGER)"),
    Named(
      "no unique key",
      "CREATE TABLE sequenced_items_tracking (upstream TEXT NOT NULL, notification_id INTEGER NOT NULL)"),
    Named(
      "another primary key",
      """
      CREATE TABLE sequenced_items_tracking (
        upstream TEXT NOT NULL, notification_id INTEGER NOT NULL, PRIMARY KEY (notification_id, upstream))
      """
    ),
  ]

  @Test(arguments: foreign)
  func `is refused and left as it is`(_ difference: Named<String>) async throws {
    try await expectRefusal("sequenced_items", difference.value)
  }

  @Test(arguments: foreignTracking)
  func `is refused for tracking records, too`(_ difference: Named<String>) async throws {
    try await expectRefusal("sequenced_items_tracking", difference.value)
  }

  @Test(
    arguments: [
      (", UNIQUE (sequence_id, position)", "", "there is no unique key on position and sequence_id"),
      ("UNIQUE", "UNIQUE (timestamp), UNIQUE", "there is another unique key, on timestamp"),
    ])
  func `is refused with the key that it lacks or has too many`(old: String, new: String, reason: String) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: Self.own(old, becomes: new)) }
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
      #expect(error?.reason.contains(reason) == true)
    }
  }

  @Test func `is taken if it has the very shape`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: Self.own.lowercased()) }
      let recorder = try await SQLiteRecorder(.file(file))
      #expect(try await recorder.append(items(UUID(), 0...1)) == [1, 2])
      try await recorder.close()
    }
  }

  @Test func `is no matter under another name`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: "CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('x')") }
      let recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(UUID(), 0...1))
      try await recorder.close()
      #expect(try byHand(file) { try String.fetchAll($0, sql: "SELECT name FROM customers") } == ["x"])
    }
  }

  @Test func `may not be the one for tracking records`() async throws {
    let table = ItemTable(
      name: "Items", sequenceID: "s", position: "p", topic: "t", data: "d", timestamp: "m", trackingTable: "items")
    let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.memory, table: table).close() }
    #expect(error?.code == .invalidName)
  }

  @Test func `does not share a database that keeps its text in another encoding`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: "PRAGMA encoding = 'UTF-16le'; CREATE TABLE customers (name TEXT)") }
      let before = try contents(of: folder)
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
      #expect(error?.code == .foreignSchema)
      #expect(error?.reason.contains("UTF-16le") == true)
      #expect(try contents(of: folder) == before)
    }
  }

  private func expectRefusal(_ table: String, _ sql: String) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: sql) }
      let before = try contents(of: folder)
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
      #expect(error?.code == .foreignSchema)
      #expect(error?.reason.contains("“\(table)”") == true)
      #expect(try contents(of: folder) == before)
      #expect(try byHand(file) { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    }
  }
}
