import EventSourcing
import GRDB

/// The tables of a recorder: made on first use, or checked and left as they are.
struct SQLiteSchema {
  let table: ItemTable

  init(_ table: ItemTable) {
    self.table = table
  }

  static let trackingTable = "tracking_records"

  /// Makes what is missing, inside a transaction, so that two processes can do it at once.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func install(_ db: Database) throws {
    try check(db)
    if try !exists(db, table.name) { try db.execute(sql: creation) }
    if try !exists(db, Self.trackingTable) { try db.execute(sql: Self.trackingCreation) }
  }

  /// Only looks, and changes nothing.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func check(_ db: Database) throws {
    if try exists(db, table.name) {
      try check(
        db, table.name,
        has: [
          table.notificationID: "INTEGER", table.sequenceID: "BLOB", table.position: "INTEGER",
          table.topic: "TEXT", table.data: "BLOB", table.timestamp: "INTEGER",
        ])
      try check(db, table.name, isUniqueOn: [table.sequenceID, table.position])
    }
    if try exists(db, Self.trackingTable) {
      try check(db, Self.trackingTable, has: ["upstream": "TEXT", "notification_id": "INTEGER"])
      try check(db, Self.trackingTable, isUniqueOn: ["upstream", "notification_id"])
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

  private static let trackingCreation = """
    CREATE TABLE \(trackingTable) (
      upstream TEXT NOT NULL,
      notification_id INTEGER NOT NULL,
      PRIMARY KEY (upstream, notification_id)
    ) WITHOUT ROWID
    """

  private func check(_ db: Database, _ name: String, has expected: [String: String]) throws {
    let columns = try db.columns(in: name)
    let found = Dictionary(columns.map { ($0.name, $0.type.uppercased()) }) { first, _ in first }
    guard found == expected else {
      throw foreign(name, "its columns are \(columns.map(\.name).joined(separator: ", "))")
    }
  }

  private func check(_ db: Database, _ name: String, isUniqueOn columns: [String]) throws {
    guard try db.table(name, hasUniqueKey: columns) else {
      throw foreign(name, "nothing keeps \(columns.joined(separator: " and ")) unique in it")
    }
  }

  private func foreign(_ name: String, _ why: String) -> RecorderError {
    RecorderError(
      .foreignSchema,
      "The database has a table “\(name)” that was not made by this recorder: \(why). "
        + "It was left as it is; choose another table name or another database.")
  }

  private func exists(_ db: Database, _ name: String) throws -> Bool {
    // Views, too: they share the names of tables.
    let schema = "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)"
    return try Int.fetchOne(db, sql: schema, arguments: [name]) ?? 0 > 0
  }
}

/// A name as SQL takes it, whatever it contains.
func quoted(_ name: String) -> String {
  name.quotedDatabaseIdentifier
}
