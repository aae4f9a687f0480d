import GRDB
private import Synchronization

/// How the connection that writes was before any work of somebody's own was run on it, and how it is made so again.
final class SQLiteConnectionState: Sendable {
  private let settings = Mutex<SQLiteSettings?>(nil)
  private let isToBeRestored = Mutex(false)

  /// Reads the settings, before the first work.
  func keep(_ db: Database) {
    settings.withLock { settings in
      if settings == nil { settings = SQLiteSettings(of: db) }
    }
  }

  /// Puts back what statements have changed that work has run.
  ///
  /// - Returns: What they have changed, or may have; empty if nothing. What cannot be put back inside the transaction is
  ///   put back by `restoreAfterTransaction`.
  func restore(_ db: Database, after watch: SQLiteStatementWatch) -> [String] {
    // First the memory: there may be too little left for anything else.
    var pragmas = watch.restoreHeapLimits()
    pragmas += settings.withLock { $0?.restore(in: db) ?? [] }
    pragmas += SQLiteSettings.unreadable(among: watch.pragmas, in: db)
    var changed = pragmas.map { "PRAGMA \($0)" }
    if watch.hasAttached || !watch.hasSeenAll, !Self.attached(db).isEmpty { changed.append("ATTACH") }
    if !watch.hasSeenAll { changed.append("sqlite3_trace_v2") }
    if !changed.isEmpty { isToBeRestored.withLock { $0 = true } }
    return changed
  }

  /// Puts back what is left to be put back, now that no transaction holds it fast.
  func restoreAfterTransaction(_ db: Database) {
    let isToBeRestored = isToBeRestored.withLock { isToBeRestored in
      defer { isToBeRestored = false }
      return isToBeRestored
    }
    guard isToBeRestored else { return }
    for name in Self.attached(db) { try? db.execute(sql: "DETACH DATABASE \(quoted(name))") }
    settings.withLock { _ = $0?.restore(in: db) }
  }

  /// The databases of a connection beside its own and the one for temporary tables.
  private static func attached(_ db: Database) -> [String] {
    (try? String.fetchAll(db, sql: "SELECT name FROM pragma_database_list WHERE seq > 1")) ?? []
  }
}
