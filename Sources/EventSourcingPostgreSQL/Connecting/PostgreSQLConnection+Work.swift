import EventSourcing

extension PostgreSQLConnection {
  /// Has the transaction plan statements as any other would: the recorder's own settings suit only its own statements.
  private static let plansFreely = """
    SELECT pg_catalog.set_config('enable_seqscan', 'on', true), pg_catalog.set_config('enable_bitmapscan', 'on', true),
      pg_catalog.set_config('plan_cache_mode', 'auto', true)
    """

  /// Does work in the transaction that has begun, puts the session back to what it was, and commits.
  ///
  /// - Throws: What the work throws; `RecorderError` if it has left the transaction failed or ended, or the commit
  ///   fails. The caller then undoes what there is still to undo.
  func commit(after work: PendingAppend.Work) throws {
    do { _ = try query(Self.plansFreely) } catch { throw translated(error) }
    let transaction = PostgreSQLTransaction(self)
    let outcome = Result { try work(transaction) }
    let use = transaction.end()
    if use.isEnded {
      throw RecorderError(
        .unknownOutcome,
        "The work ended the append's transaction by a statement of its own, so what came before was recorded or it was "
          + "not: look, then decide. A transaction is committed when its work has returned.")
    }
    try outcome.get()
    if let refusal = use.refusal { throw refusal }
    if isFailed || isLost || !isInTransaction {
      throw use.failure
        ?? RecorderError(.unavailable, "A statement of the work has failed, so the transaction cannot be committed.")
    }
    try restoreAndCommit()
  }

  private func restoreAndCommit() throws {
    let before = restoration
    do {
      let results = try pipeline(unprepared: (before + ["COMMIT", SessionSettings.unlocking]).map { ($0, []) })
      guard results[before.count].tag == "COMMIT" else {
        throw RecorderError(.unavailable, "The server has undone the transaction. Nothing was recorded.")
      }
      try checkReplication()
    } catch let failure as PostgreSQLFailure {
      let hasAnswered = failure.sqlState != nil
      if hasAnswered, let step = failure.step, step > before.count {
        isSpoiled = true
        return
      }
      guard failure.isSurelyUndone(commitStep: before.count) else { throw RecorderError.lostDuringCommit }
      throw recorderError(failure)
    }
  }

  /// Lends the body a transaction that only reads, and undoes whatever it has said to the session.
  ///
  /// - Throws: What the body throws; `PostgreSQLFailure`.
  func reading<Value>(_ body: (PostgreSQLTransaction) throws -> Value) throws -> Value {
    defer { undoWork() }
    try begin("REPEATABLE READ READ ONLY")
    _ = try query(Self.plansFreely)
    // Nobody waits for who only reads.
    _ = try query(SessionSettings.takingAnyTime)
    let transaction = PostgreSQLTransaction(self)
    defer { _ = transaction.end() }
    return try body(transaction)
  }

  /// Undoes a transaction in which somebody else has used the connection.
  func undoWork() {
    do { try execute("ROLLBACK; \(SessionSettings.unlocking)") } catch { isSpoiled = true }
  }
}
