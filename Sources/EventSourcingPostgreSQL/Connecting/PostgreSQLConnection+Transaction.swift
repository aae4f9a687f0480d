import EventSourcing

extension PostgreSQLConnection {
  /// Runs the body in a transaction, which is undone if it throws.
  ///
  /// - Throws: What the body throws; `PostgreSQLFailure`; `RecorderError.unknownOutcome` if the connection was lost
  ///   during the commit.
  func inTransaction<Value>(_ body: (PostgreSQLConnection) throws -> Value) throws -> Value {
    do {
      try begin()
      let value = try body(self)
      do {
        try execute("COMMIT")
      } catch var failure as PostgreSQLFailure {
        failure.step = 0
        guard failure.isSurelyUndone(commitStep: 0) else { throw RecorderError.lostDuringCommit }
        throw failure
      }
      try checkReplication()
      return value
    } catch {
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }
}
