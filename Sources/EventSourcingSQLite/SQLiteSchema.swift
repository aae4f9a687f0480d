import EventSourcing
import Foundation
import GRDB

/// The tables of a recorder: made on first use, or checked and left as they are.
struct SQLiteSchema {
  let table: ItemTable

  init(_ table: ItemTable) {
    self.table = table
  }

  /// Makes the tables, unless they are there.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func prepare(_ db: Database) throws {
    // Tables that are there do not have to wait for another process that writes.
    guard try !isInstalled(db) else { return }
    try db.inTransaction(.immediate) {
      try install(db)
      return .commit
    }
  }

  /// Whether both tables are there, of the right shape, and the log has an identity.
  private func isInstalled(_ db: Database) throws -> Bool {
    guard try [table.name, table.trackingTable].allSatisfy({ try SQLiteTableShape(of: $0, in: db) != nil }) else {
      return false
    }
    // In a table of another shape there is no looking for it.
    try check(db)
    return try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(trackingTable) WHERE upstream = '')") ?? false
  }

  /// Makes what is missing, inside a transaction, so that two processes can do it at once.
  private func install(_ db: Database) throws {
    if try SQLiteTableShape(of: table.name, in: db) == nil {
      try checkTrackingIsFree(db)
      try db.execute(sql: creation)
    }
    if try SQLiteTableShape(of: table.trackingTable, in: db) == nil { try db.execute(sql: trackingCreation) }
    // Also what was just made: an item table of the name of the other one is found now.
    try check(db)
    try db.execute(
      sql: "INSERT OR IGNORE INTO \(trackingTable) (upstream, notification_id, log) VALUES ('', 0, ?)",
      arguments: [UUID().blob])
  }

  /// - Throws: `RecorderError.foreignSchema` if a table of tracking records is there before the table with the items: it
  ///   is another log's, and two logs would share an identity and all upstreams.
  private func checkTrackingIsFree(_ db: Database) throws {
    guard try SQLiteTableShape(of: table.trackingTable, in: db) == Self.trackingShape,
      try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(trackingTable) WHERE upstream = '')") ?? false
    else { return }
    throw RecorderError(
      .foreignSchema,
      "The table “\(table.trackingTable)” has the tracking records of another log, and “\(table.name)” is not there. Each "
        + "log needs a trackingTable of its own; if the table with the items was dropped, drop or rename this one, too."
    )
  }

  /// Only looks, and changes nothing.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func check(_ db: Database) throws {
    let items = try SQLiteTableShape(of: table.name, in: db)
    let tracking = try SQLiteTableShape(of: table.trackingTable, in: db)
    if let reason = items.flatMap({ olderVersion(ofItems: $0) ?? foreign(table.name, $0, shape) })
      ?? tracking.flatMap({ olderVersion(ofTracking: $0) ?? foreign(table.trackingTable, $0, Self.trackingShape) })
    {
      throw RecorderError(.foreignSchema, reason)
    }
  }

  private func foreign(_ name: String, _ found: SQLiteTableShape, _ expected: SQLiteTableShape) -> String? {
    found.difference(from: expected).map { difference in
      "The database has a table “\(name)” that was not made by this recorder: \(difference). "
        + "It was left as it is; choose another table name or another database."
    }
  }

  private var trackingTable: String { "main.\(quoted(table.trackingTable))" }

  /// The notification id counts up by AUTOINCREMENT: without it SQLite gives the id of a deleted newest row
  /// again, and readers who have seen that id would miss the new row.
  private var creation: String {
    """
    CREATE TABLE main.\(quoted(table.name)) (
      \(quoted(table.notificationID)) INTEGER PRIMARY KEY AUTOINCREMENT,
      \(quoted(table.sequenceID)) BLOB NOT NULL,
      \(quoted(table.position)) INTEGER NOT NULL,
      \(quoted(table.topic)) TEXT NOT NULL,
      \(quoted(table.data)) BLOB NOT NULL,
      \(quoted(table.timestamp)) INTEGER NOT NULL,
      \(metadataColumn)UNIQUE (\(quoted(table.sequenceID)), \(quoted(table.position)))
    )
    """
  }

  private var metadataColumn: String { table.metadata.map { "\(quoted($0)) TEXT,\n  " } ?? "" }

  /// One row an upstream, and one without a name, which is the log's own: it has the log's identity.
  private var trackingCreation: String {
    """
    CREATE TABLE \(trackingTable) (
      upstream TEXT NOT NULL PRIMARY KEY,
      notification_id INTEGER NOT NULL,
      log BLOB,
      digest INTEGER
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
      ] + (table.metadata.map { [.init(name: $0, type: "TEXT", isRequired: false)] } ?? []),
      uniqueKeys: UniqueKeys([[table.sequenceID, table.position]]), counter: table.notificationID)
  }

  private static let trackingShape = SQLiteTableShape(
    columns: [
      .init(name: "upstream", type: "TEXT", placeInPrimaryKey: 1),
      .init(name: "notification_id", type: "INTEGER"),
      .init(name: "log", type: "BLOB", isRequired: false),
      .init(name: "digest", type: "INTEGER", isRequired: false),
    ],
    uniqueKeys: UniqueKeys([["upstream"]]))
}

// MARK: - Tables of an older version

extension SQLiteSchema {
  /// What to do about a table with items that only lacks the column for metadata.
  private func olderVersion(ofItems found: SQLiteTableShape) -> String? {
    guard let metadata = table.metadata, Set(found.columns) == Set(shape.columns.filter { $0.name != metadata })
    else { return nil }
    return "The table “\(table.name)” has no column “\(metadata)”, as those of an older version have none. Add it "
      + "with: ALTER TABLE \(quoted(table.name)) ADD COLUMN \(quoted(metadata)) TEXT. Or leave metadata out of the "
      + "ItemTable."
  }

  /// What to do about a table with a tracking record for each notification.
  private func olderVersion(ofTracking found: SQLiteTableShape) -> String? {
    guard
      Set(found.columns) == [
        .init(name: "upstream", type: "TEXT", placeInPrimaryKey: 1),
        .init(name: "notification_id", type: "INTEGER", placeInPrimaryKey: 2),
      ]
    else { return nil }
    return "The table “\(table.trackingTable)” is of an older version, which kept a row for each notification. It was "
      + "left as it is. Rename it, open the database again, and call resetTracking(of:to:) for each upstream with the "
      + "largest notification_id that the renamed table has for it."
  }
}
