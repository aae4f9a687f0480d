import EventSourcing
import GRDB

/// Commits a group of appends in one transaction, in which a failure of one undoes that one alone.
struct SQLiteAppend {
  let db: Database
  let sql: SQLiteStatements

  func commit(_ requests: [AppendRequest]) -> [GroupCommit<Database>.Outcome] {
    do {
      return try commitTogether(requests)
    } catch {
      let failure = translated(error)
      // When the transaction itself fails, for want of room for one large append say, each gets a second chance in
      // one of its own. Not when the database is busy: each would wait for the whole timeout again.
      guard requests.count > 1, failure.code != .busy else {
        return requests.map { _ in .failure(failure) }
      }
      return requests.map { request in commit([request])[0] }
    }
  }

  /// - Throws: An error that undid the whole transaction.
  private func commitTogether(_ requests: [AppendRequest]) throws -> [GroupCommit<Database>.Outcome] {
    try db.beginTransaction(.immediate)
    do {
      let outcomes = try requests.map(outcome)
      try db.commit()
      return outcomes
    } catch {
      if db.isInsideTransaction { try? db.rollback() }
      throw error
    }
  }

  /// Records one request, or undoes what it had begun.
  private func outcome(of request: AppendRequest) throws -> GroupCommit<Database>.Outcome {
    var outcome: GroupCommit<Database>.Outcome?
    try db.inSavepoint {
      do {
        outcome = .success(try sql.record(db, request))
        return .commit
      } catch let error as DatabaseError {
        // SQLite rolls the whole transaction back on some errors, a full disk among them.
        guard db.isInsideTransaction else { throw error }
        outcome = .failure(translated(error))
      } catch {
        outcome = .failure(error)
      }
      return .rollback
    }
    return outcome ?? .failure(RecorderError(.unavailable, "The append had no outcome."))
  }
}
