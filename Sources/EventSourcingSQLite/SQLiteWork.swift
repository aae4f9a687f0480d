import EventSourcing
import GRDB
import GRDBSQLite

/// Work of somebody's own inside the transaction of an append, and what it must not do there.
struct SQLiteWork: Sendable {
  private let body: @Sendable (Database) throws -> Void

  init(_ body: @escaping @Sendable (Database) throws -> Void) {
    self.body = body
  }

  /// - Throws: What the work throws; `RecorderError.refused` if it has ended the transaction or changed how the
  ///   connection works for others.
  func run(in db: Database) throws {
    let settings = SQLiteSettings(of: db)
    let guardian = TransactionGuard()
    db.add(transactionObserver: guardian, extent: .observerLifetime)
    let result = Result { try body(db) }
    db.remove(transactionObserver: guardian)
    db.resetStatements()
    let changed = settings.restore(in: db)
    guard db.isInsideTransaction, !guardian.hasEnded else {
      // An error of SQLite may have ended it, too: then that is what is to be told.
      if case .failure(let error) = result, !guardian.wasAskedToCommit { throw error }
      throw RecorderError(
        .refused,
        "The work in an append has ended the append's transaction, by a COMMIT or a ROLLBACK. Nothing was recorded; "
          + "let it throw to undo the append.")
    }
    try result.get()
    if let changed {
      throw RecorderError(
        .refused,
        "The work in an append has changed PRAGMA \(changed), which would change the database for others. It was put "
          + "back, and nothing was recorded.")
    }
  }
}

/// Refuses each commit, and notes each rollback, for as long as it is added to a connection.
private final class TransactionGuard: TransactionObserver {
  private struct CommitRefused: Error {}

  private(set) var hasEnded = false
  private(set) var wasAskedToCommit = false

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

  func databaseDidChange(with event: DatabaseEvent) {}

  func databaseWillCommit() throws {
    (hasEnded, wasAskedToCommit) = (true, true)
    throw CommitRefused()
  }

  func databaseDidCommit(_ db: Database) {}

  func databaseDidRollback(_ db: Database) {
    hasEnded = true
  }
}

extension Database {
  /// Ends what work has begun to read: a statement that stands at a row would keep the commit from ending, or a snapshot
  /// open.
  fileprivate func resetStatements() {
    var statement = sqlite3_next_stmt(sqliteConnection, nil)
    while let current = statement {
      if sqlite3_stmt_busy(current) != 0 { sqlite3_reset(current) }
      statement = sqlite3_next_stmt(sqliteConnection, current)
    }
  }
}
