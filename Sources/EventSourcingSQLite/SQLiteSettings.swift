import GRDB
import GRDBSQLite

/// What can be changed of a connection in the middle of a transaction, and would then hold for everybody.
struct SQLiteSettings {
  private static let names = [
    "query_only", "locking_mode", "max_page_count", "busy_timeout", "wal_autocheckpoint", "fullfsync",
    "checkpoint_fullfsync", "ignore_check_constraints", "writable_schema", "recursive_triggers", "read_uncommitted",
  ]

  private let values: [String?]

  init(of db: Database) {
    values = Self.names.map { Self.value(of: $0, in: db) }
  }

  /// Puts back what has changed since.
  ///
  /// - Returns: The name of a setting that had changed, if one had.
  func restore(in db: Database) -> String? {
    var changed: String?
    for (name, value) in zip(Self.names, values) {
      guard let value, Self.value(of: name, in: db) != value else { continue }
      sqlite3_exec(db.sqliteConnection, "PRAGMA \(name) = \(value)", nil, nil, nil)
      changed = name
    }
    return changed
  }

  private static func value(of name: String, in db: Database) -> String? {
    var statement: SQLiteStatement?
    defer { sqlite3_finalize(statement) }
    // Some of these are answered when they are compiled, so each is compiled anew.
    guard sqlite3_prepare_v2(db.sqliteConnection, "PRAGMA \(name)", -1, &statement, nil) == SQLITE_OK,
      sqlite3_step(statement) == SQLITE_ROW
    else { return nil }
    return sqlite3_column_text(statement, 0).map { String(cString: $0) }
  }
}
