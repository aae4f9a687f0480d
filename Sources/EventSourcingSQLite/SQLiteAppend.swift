import EventSourcing
import GRDB

/// Commits a group of appends in one transaction, in which a failure of one undoes that one alone.
struct SQLiteAppend {
  typealias Outcome = GroupCommit<Database, SQLiteRequest, [[Int]]>.Outcome

  let db: Database
  let state: SQLiteConnectionState
  let files: SQLiteFiles

  func commit(_ requests: [SQLiteRequest]) -> [Outcome] {
    do {
      return try commitTogether(requests)
    } catch {
      let failure = translated(error)
      // When the transaction itself fails, for want of room for one large append say, each gets a second chance in
      // one of its own. Not when the database is busy: each would wait for the whole timeout again. Nor when they may
      // be recorded: each would be told that others have taken its places.
      guard requests.count > 1, failure.code != .busy, failure.code != .unknownOutcome else {
        return requests.map { _ in .failure(failure) }
      }
      return requests.map { request in commit([request])[0] }
    }
  }

  /// - Throws: An error that undid the whole transaction.
  private func commitTogether(_ requests: [SQLiteRequest]) throws -> [Outcome] {
    try db.run("BEGIN IMMEDIATE")
    defer { state.restoreAfterTransaction(db) }
    do {
      // One alone is undone with its transaction, and needs nothing of its own to go back to.
      if requests.count == 1 {
        let ids: [[Int]]
        do {
          ids = try requests[0].record(db, state)
        } catch let error where !(error is DatabaseError) {
          try db.rollback()
          let reason = (error as? TransactionEnded)?.reason ?? error
          return [.failure(reason is DatabaseError ? translated(reason) : reason)]
        }
        try files.commit(db)
        return [.success(ids)]
      }
      let outcomes = try requests.map(outcome)
      try files.commit(db)
      return outcomes
    } catch {
      if db.isInsideTransaction { try? db.rollback() }
      throw error
    }
  }

  /// Records one request of several, or undoes what it had begun.
  private func outcome(of request: SQLiteRequest) throws -> Outcome {
    try db.run("SAVEPOINT request")
    do {
      let ids = try request.record(db, state)
      try db.run("RELEASE request")
      return .success(ids)
    } catch {
      // SQLite rolls the whole transaction back on some errors, a full disk among them. And work may have done so.
      guard db.isInsideTransaction, !(error is TransactionEnded) else { throw error }
      try db.run("ROLLBACK TO request")
      try db.run("RELEASE request")
      return .failure(error is DatabaseError ? translated(error) : error)
    }
  }
}
