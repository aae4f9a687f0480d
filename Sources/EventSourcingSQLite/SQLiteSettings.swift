import GRDB
import GRDBSQLite

/// The settings of a connection that can be changed in the middle of a transaction, can be read, and hold until they are
/// changed again.
struct SQLiteSettings {
  private static let names = [
    "analysis_limit", "automatic_index", "busy_timeout", "cache_size", "cache_spill",
    "cell_size_check", "checkpoint_fullfsync", "count_changes", "defer_foreign_keys", "empty_result_callbacks",
    "foreign_keys", "full_column_names", "fullfsync", "ignore_check_constraints", "journal_mode", "journal_size_limit",
    "legacy_alter_table", "locking_mode", "max_page_count", "mmap_size", "query_only", "read_uncommitted",
    "recursive_triggers", "reverse_unordered_selects", "secure_delete", "short_column_names", "synchronous",
    "temp_store",
    "threads", "trusted_schema", "wal_autocheckpoint", "writable_schema",
  ]

  /// PRAGMAs that take a value and only read, or write what is undone with the transaction.
  private static let lastingNot: Set = [
    "application_id", "foreign_key_check", "foreign_key_list", "incremental_vacuum", "index_info", "index_list",
    "index_xinfo", "integrity_check", "optimize", "quick_check", "table_info", "table_list", "table_xinfo",
    "user_version",
  ]

  private let values: [String?]

  init(of db: Database) {
    values = Self.names.map { Self.value(of: $0, in: db) }
  }

  /// Puts back what has changed since.
  ///
  /// - Returns: The names of the settings that had changed.
  @discardableResult
  func restore(in db: Database) -> [String] {
    var changed: [String] = []
    for (name, value) in zip(Self.names, values) {
      guard let value, Self.value(of: name, in: db) != value else { continue }
      Self.set(name, to: value, in: db)
      changed.append(name)
    }
    return changed
  }

  /// The PRAGMAs that may have changed a setting which cannot be read.
  ///
  /// The one of them that has an effect before the database is opened again is put back.
  static func unreadable(among pragmas: Set<String>, in db: Database) -> [String] {
    if pragmas.contains("case_sensitive_like") { set("case_sensitive_like", to: "OFF", in: db) }
    return pragmas.filter { pragma in
      // A setting of one database alone is another one than that which was read.
      let name = pragma.hasPrefix("temp.") && lastingNot.contains(String(pragma.dropFirst(5))) ? "" : pragma
      return !name.isEmpty && !lastingNot.contains(name) && !names.contains(name)
        && !SQLiteHeapLimits.names.contains(name)
    }.sorted()
  }

  private static func set(_ name: String, to value: String, in db: Database) {
    // Its number is not a value that it takes.
    let value = name == "secure_delete" && value == "2" ? "FAST" : value
    sqlite3_exec(db.sqliteConnection, "PRAGMA \(name) = \(value)", nil, nil, nil)
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
