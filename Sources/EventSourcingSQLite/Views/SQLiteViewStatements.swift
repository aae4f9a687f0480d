import EventSourcing
import Foundation
import GRDB

/// The tables that views share in a database: their generations, their positions, and what is parked.
struct SQLiteViewStatements: Sendable {
  private static let tables = ["projection_generations", "projection_positions", "projection_parked"]

  /// Names are compared byte for byte; those that differ in capital letters alone would be one to SQLite as names of
  /// tables, and so the second is refused: see `checkCapitals`.
  private static let creation = """
    CREATE TABLE projection_generations (
      projection TEXT NOT NULL, generation INTEGER NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
      PRIMARY KEY (projection COLLATE NOCASE, generation));
    CREATE TABLE projection_positions (
      projection TEXT NOT NULL, generation INTEGER NOT NULL, upstream TEXT NOT NULL,
      notification_id INTEGER NOT NULL, log BLOB, digest INTEGER,
      PRIMARY KEY (projection, generation, upstream)) WITHOUT ROWID;
    CREATE TABLE projection_parked (
      projection TEXT NOT NULL, generation INTEGER NOT NULL, upstream TEXT NOT NULL,
      notification_id INTEGER NOT NULL, sequence_id BLOB NOT NULL, position INTEGER NOT NULL, topic TEXT NOT NULL,
      reason TEXT NOT NULL, attempts INTEGER NOT NULL, outcome TEXT,
      PRIMARY KEY (projection, generation, upstream, notification_id)) WITHOUT ROWID;
    CREATE INDEX projection_parked_waiting ON projection_parked (projection, generation, upstream, sequence_id)
      WHERE outcome IS NULL
    """

  func isInstalled(_ db: Database) throws -> Bool {
    for table in Self.tables {
      let count = try db.int("SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = ?", [table])
      if count != 1 { return false }
    }
    return true
  }

  func install(_ db: Database) throws {
    // Another process may have been quicker.
    if try !isInstalled(db) { try db.execute(sql: Self.creation) }
  }

  /// - Throws: `InvalidProjection.equalButForCapitals` if there is a projection whose tables would have the same names.
  func checkCapitals(_ db: Database, of name: String) throws {
    let others = try db.rows(
      """
      SELECT projection FROM main.projection_generations
      WHERE projection = ?1 COLLATE NOCASE AND projection <> ?1 COLLATE BINARY LIMIT 1
      """, [name]
    ) { try $0.text(0) }
    if let other = others.first { throw InvalidProjection.equalButForCapitals(projection: name, other: other) }
  }

  func generations(_ db: Database, of name: String) throws -> [ViewGeneration] {
    try db.rows(
      """
      SELECT generation, version, state FROM main.projection_generations
      WHERE projection = ? AND state <> 'removed' ORDER BY generation
      """, [name], Self.generation)
  }

  func generation(_ db: Database, _ number: Int, of name: String) throws -> ViewGeneration? {
    try db.rows(
      """
      SELECT generation, version, state FROM main.projection_generations
      WHERE projection = ? AND generation = ? AND state <> 'removed'
      """, [name, number], Self.generation
    ).first
  }

  private static func generation(_ row: SQLiteRow) throws -> ViewGeneration {
    guard let state = ViewGeneration.State(rawValue: try row.text(2)) else {
      throw RecorderError(.foreignSchema, "The database has a generation of a view in a state that is not known here.")
    }
    return ViewGeneration(number: try row.int(0), version: try row.int(1), state: state)
  }

  /// No number is ever used again: who was held up for long would take another's generation for its own.
  func nextNumber(_ db: Database, of name: String) throws -> Int {
    let newest = try db.int(
      "SELECT max(generation) FROM main.projection_generations WHERE projection = ?", [name])
    return (newest ?? 0).plus(1)
  }

  func add(_ db: Database, _ generation: ViewGeneration, of name: String) throws {
    try db.execute(
      "DELETE FROM main.projection_generations WHERE projection = ? AND state = 'removed'", [name])
    try db.execute(
      "INSERT INTO main.projection_generations (projection, generation, version, state) VALUES (?, ?, ?, ?)",
      [name, generation.number, generation.version, generation.state.rawValue])
  }

  func makeCurrent(_ db: Database, _ generation: Int, of name: String) throws -> Bool {
    let isBehind = try db.int(
      """
      SELECT count(*) FROM main.projection_generations AS current
      JOIN main.projection_positions AS old
        ON old.projection = current.projection AND old.generation = current.generation
      JOIN main.projection_positions AS new
        ON new.projection = old.projection AND new.generation = ?2 AND new.upstream = old.upstream
      WHERE current.projection = ?1 AND current.state = 'current'
        AND new.notification_id < old.notification_id AND new.log IS old.log
      """, [name, generation])
    guard isBehind == 0 else { return false }
    try db.execute(
      "UPDATE main.projection_generations SET state = 'replaced' WHERE projection = ? AND state = 'current'", [name])
    try db.execute(
      "UPDATE main.projection_generations SET state = 'current' WHERE projection = ? AND generation = ?",
      [name, generation])
    return true
  }

  /// Drops all tables of a generation, and what is known of it.
  func remove(_ db: Database, _ tables: ViewTables, _ generation: Int, of name: String) throws {
    let beginning = Data(tables.beginning.utf8)
    // Those that were made last first: they may refer to others.
    let found = try db.rows(
      """
      SELECT type, name FROM main.sqlite_master
      WHERE type IN ('table', 'view') AND substr(CAST(name AS BLOB), 1, ?) = ?
      ORDER BY type DESC, sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC
      """, [beginning.count, beginning]
    ) { row in (type: try row.text(0), name: try row.text(1)) }
    // A virtual table takes others with it.
    for (type, name) in found {
      try db.execute(sql: "DROP \(type == "view" ? "VIEW" : "TABLE") IF EXISTS main.\(quoted(name))")
    }
    for table in ["projection_positions", "projection_parked"] {
      try db.execute("DELETE FROM main.\(table) WHERE projection = ? AND generation = ?", [name, generation])
    }
    try db.execute(
      "UPDATE main.projection_generations SET state = 'removed' WHERE projection = ? AND generation = ?",
      [name, generation])
  }
}

extension Database {
  /// Runs one statement, which is kept prepared.
  func execute(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
