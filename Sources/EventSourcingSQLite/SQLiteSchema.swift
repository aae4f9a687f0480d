import EventSourcing
import GRDB

/// The tables of a recorder: made on first use, or checked and left as they are.
struct SQLiteSchema {
  let table: ItemTable

  init(_ table: ItemTable) {
    self.table = table
  }

  /// Whether both tables are there.
  func isInstalled(_ db: Database) throws -> Bool {
    try [table.name, table.trackingTable].allSatisfy { try SQLiteTableShape(of: $0, in: db) != nil }
  }

  /// Makes what is missing, inside a transaction, so that two processes can do it at once.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func install(_ db: Database) throws {
    if try SQLiteTableShape(of: table.name, in: db) == nil { try db.execute(sql: creation) }
    if try SQLiteTableShape(of: table.trackingTable, in: db) == nil { try db.execute(sql: trackingCreation) }
    // Also what was just made: an item table of the name of the other one is found now.
    try check(db)
  }

  /// Only looks, and changes nothing.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func check(_ db: Database) throws {
    // In a database of UTF-16 text, the bytes of an item's text would not be those that were appended.
    let encoding = try String.fetchOne(db, sql: "PRAGMA encoding") ?? ""
    guard encoding == "UTF-8" else {
      throw RecorderError(
        .foreignSchema, "The database keeps its text as \(encoding), not as UTF-8. It was left as it is.")
    }
    for (name, expected) in [(table.name, shape), (table.trackingTable, Self.trackingShape)] {
      guard let difference = try SQLiteTableShape(of: name, in: db)?.difference(from: expected) else { continue }
      throw RecorderError(
        .foreignSchema,
        "The database has a table “\(name)” that was not made by this recorder: \(difference). "
          + "It was left as it is; choose another table name or another database.")
    }
  }

  /// The notification id counts up by AUTOINCREMENT: without it SQLite gives the id of a deleted newest row
  /// again, and readers who have seen that id would miss the new row.
  private var creation: String {
    """
    CREATE TABLE \(quoted(table.name)) (
      \(quoted(table.notificationID)) INTEGER PRIMARY KEY AUTOINCREMENT,
      \(quoted(table.sequenceID)) BLOB NOT NULL,
      \(quoted(table.position)) INTEGER NOT NULL,
      \(quoted(table.topic)) TEXT NOT NULL,
      \(quoted(table.data)) BLOB NOT NULL,
      \(quoted(table.timestamp)) INTEGER NOT NULL,
      UNIQUE (\(quoted(table.sequenceID)), \(quoted(table.position)))
    )
    """
  }

  private var trackingCreation: String {
    """
    CREATE TABLE \(quoted(table.trackingTable)) (
      upstream TEXT NOT NULL,
      notification_id INTEGER NOT NULL,
      PRIMARY KEY (upstream, notification_id)
    ) WITHOUT ROWID
    """
  }

  private var shape: SQLiteTableShape {
    SQLiteTableShape(
      columns: [
        .init(name: table.notificationID, type: "INTEGER", isRequired: false, placeInPrimaryKey: 1),
        .init(name: table.sequenceID, type: "BLOB"),
        .init(name: table.position, type: "INTEGER"),
        .init(name: table.topic, type: "TEXT"),
        .init(name: table.data, type: "BLOB"),
        .init(name: table.timestamp, type: "INTEGER"),
      ],
      uniqueKeys: UniqueKeys([[table.sequenceID, table.position]]), counter: table.notificationID)
  }

  private static let trackingShape = SQLiteTableShape(
    columns: [
      .init(name: "upstream", type: "TEXT", placeInPrimaryKey: 1),
      .init(name: "notification_id", type: "INTEGER", placeInPrimaryKey: 2),
    ],
    uniqueKeys: UniqueKeys([["upstream", "notification_id"]]))
}

/// A name as SQL takes it, whatever it contains.
func quoted(_ name: String) -> String {
  // GRDB's own leaves a quote inside the name as it is.
  "\"" + name.replacing("\"", with: "\"\"") + "\""
}
