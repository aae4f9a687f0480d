import EventSourcing
import Foundation
import GRDB
import GRDBSQLite

/// Work of somebody's own inside the transaction of an append, and what it must not do there.
struct SQLiteWork: Sendable {
  private let body: @Sendable (Database) throws -> Void

  init(_ body: @escaping @Sendable (Database) throws -> Void) {
    self.body = body
  }

  /// - Throws: What the work throws; `TransactionEnded`; `RecorderError.refused` if it has changed how the connection
  ///   works for others.
  func run(in db: Database, _ state: SQLiteConnectionState) throws {
    state.keep(db)
    let watch = SQLiteStatementWatch()
    let guardian = TransactionGuard()
    // It is gone with all that the work rolls back or releases, and the work does not know its name.
    let savepoint = quoted(UUID().uuidString)
    try db.execute(sql: "SAVEPOINT \(savepoint)")
    db.add(transactionObserver: guardian, extent: .observerLifetime)
    watch.begin(db)
    let result = Result { try refusingMistakes { try body(db) } }
    db.remove(transactionObserver: guardian)
    db.resetStatements()
    var isAsItWas = db.isInsideTransaction && !guardian.hasEnded
    watch.end(db) { isAsItWas = (try? db.execute(sql: "RELEASE \(savepoint)")) != nil && isAsItWas }
    let changed = state.restore(db, after: watch)
    guard isAsItWas else { throw TransactionEnded(after: result, isCommitRefused: guardian.isCommitRefused) }
    try result.get()
    guard changed.isEmpty else {
      throw RecorderError(
        .refused,
        "The work in an append has changed how the database works for others, by \(changed.joined(separator: ", ")). "
          + "It was put back, and nothing was recorded.")
    }
  }
}

/// Work has ended the transaction that it was in, or went back to before it: all that was done in the transaction is gone,
/// or must go.
struct TransactionEnded: Error {
  /// What is to be told of it.
  let reason: any Error

  init(after work: Result<Void, any Error>, isCommitRefused: Bool) {
    // An error of SQLite may have ended it, too.
    if case .failure(let error) = work, !isCommitRefused {
      reason = error
    } else {
      reason = RecorderError(
        .refused,
        "The work in an append has ended the append's transaction, or gone back to before it, by a COMMIT, a ROLLBACK "
          + "or a RELEASE. Nothing was recorded; let it throw to undo the append.")
    }
  }
}

/// Refuses each commit, and notes each rollback, for as long as it is added to a connection.
private final class TransactionGuard: TransactionObserver {
  private struct CommitRefused: Error {}

  private(set) var hasEnded = false
  private(set) var isCommitRefused = false

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

  func databaseDidChange(with event: DatabaseEvent) {}

  func databaseWillCommit() throws {
    (hasEnded, isCommitRefused) = (true, true)
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
