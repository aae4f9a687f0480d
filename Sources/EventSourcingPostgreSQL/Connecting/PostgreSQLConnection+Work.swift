import EventSourcing

extension PostgreSQLConnection {
  /// Has the transaction plan statements as any other would: the recorder's own settings suit only its own statements.
  static let plansFreely = """
    SELECT set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'on', true),
      set_config('plan_cache_mode', 'auto', true)
    """

  /// Does work in the transaction that has begun, and commits.
  ///
  /// - Throws: What the work throws; `RecorderError` if it has left the transaction failed or ended, or the commit fails.
  ///   The caller then undoes what there is still to undo.
  func commit(after work: PendingAppend.Work) throws {
    do { _ = try query(Self.plansFreely) } catch { throw translated(error) }
    let transaction = PostgreSQLTransaction(self)
    let outcome = Result { try work(transaction) }
    let (failure, isEnded) = transaction.end()
    if isEnded {
      throw RecorderError(
        .unknownOutcome,
        "The work ended the append's transaction by a statement of its own, so what came before was recorded or it was "
          + "not: look, then decide. A transaction is committed when its work has returned.")
    }
    try outcome.get()
    if isFailed || isLost || !isInTransaction {
      throw failure
        ?? RecorderError(.unavailable, "A statement of the work has failed, so the transaction cannot be committed.")
    }
    do {
      guard try run("COMMIT", []).tag == "COMMIT" else {
        throw RecorderError(.unavailable, "The server has undone the transaction. Nothing was recorded.")
      }
    } catch let failure as PostgreSQLFailure {
      throw failure.isConnectionLost ? RecorderError.lostDuringCommit : recorderError(failure)
    }
  }
}
