import GRDB
import GRDBSQLite

/// Sees each statement that a connection runs, from when it begins to look until it ends, and notes those that may change
/// how the connection works for others.
///
/// SQLite tells of each statement when it is first stepped; what is looked at of most is one letter.
final class SQLiteStatementWatch {
  /// The PRAGMAs that were given a value.
  private(set) var pragmas: Set<String> = []

  private(set) var hasAttached = false

  /// Whether nobody has looked in its stead.
  private(set) var hasSeenAll = false

  private var count = 0
  private let heapLimits = SQLiteHeapLimits()

  func begin(_ db: Database) {
    sqlite3_trace_v2(
      db.sqliteConnection, CUnsignedInt(SQLITE_TRACE_STMT),
      { _, watch, statement, _ in
        guard let watch, let statement else { return 0 }
        Unmanaged<SQLiteStatementWatch>.fromOpaque(watch).takeUnretainedValue().note(OpaquePointer(statement))
        return 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// - Parameter last: Runs one statement at least.
  func end(_ db: Database, _ last: () -> Void) {
    let before = count
    last()
    hasSeenAll = count > before
    sqlite3_trace_v2(db.sqliteConnection, 0, nil, nil)
    // What was only compiled, and is kept: many a PRAGMA changes its setting then.
    var statement = sqlite3_next_stmt(db.sqliteConnection, nil)
    while let current = statement {
      note(current)
      statement = sqlite3_next_stmt(db.sqliteConnection, current)
    }
  }

  /// Puts back what is the whole program's, if it was changed by these statements.
  ///
  /// - Returns: The names of the PRAGMAs that had changed it.
  func restoreHeapLimits() -> [String] {
    pragmas.isDisjoint(with: SQLiteHeapLimits.names) ? [] : heapLimits.restore()
  }

  private func note(_ statement: SQLiteStatement) {
    count += 1
    guard let sql = sqlite3_sql(statement), !Self.isOther(UInt8(bitPattern: sql[0])) else { return }
    switch SQLiteStatementKind(String(cString: sql)) {
    case .pragma(let name, hasValue: true): pragmas.insert(name)
    case .attachment: hasAttached = true
    case .pragma, .other: break
    }
  }

  /// Whether a statement that begins with this byte is neither PRAGMA, ATTACH, DETACH nor EXPLAIN.
  private static func isOther(_ first: UInt8) -> Bool {
    switch first | 0x20 {
    case UInt8(ascii: "p"), UInt8(ascii: "a"), UInt8(ascii: "d"), UInt8(ascii: "e"): false
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
  }
}
