import CPostgreSQL
import EventSourcing

extension PostgreSQLConnection {
  typealias Statement = PostgreSQLTable.Statement

  /// Runs one statement, prepared the first time; outside a transaction it is one by itself.
  ///
  /// - Throws: `PostgreSQLFailure`; its step is 0 for the statement, and 1 for the commit after it.
  ///   `RecorderError.unstorable` if the values are more than a message holds.
  func query(_ sql: String, _ values: [PostgreSQLParameter] = []) throws -> PostgreSQLResult {
    let parameters = PostgreSQLParameters(values)
    guard !parameters.isTooLarge else { throw RecorderError.tooLarge }
    return try preparing {
      try queryPrepared(sql, parameters)
    } orElse: {
      try pipelineBehindPooler([(sql, values)])[0]
    }
  }

  private func queryPrepared(_ sql: String, _ parameters: PostgreSQLParameters) throws -> PostgreSQLResult {
    let name = try prepare(sql)
    let isSent = parameters.withPointers { count, values, lengths, formats in
      PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1)
    }
    guard isSent == 1 else { throw PostgreSQLFailure(nil, on: connection) }
    let outcome = Result { try failing(at: 0) { try checked(nextResult()) } }
    var ending = Result<Void, any Error>.success(())
    while !isAbandoned, let more = try failing(at: 1, { try nextResult() }) {
      let result = Result { try failing(at: 1) { _ = try checked(more) } }
      if case .success = ending { ending = result }
    }
    // If both failed, the first says why.
    let rows = try outcome.get()
    try ending.get()
    return rows
  }

  /// Sends statements all at once, and then reads what each gave: one round trip.
  ///
  /// - Throws: `PostgreSQLFailure` of the first that failed; the server has skipped those after it.
  ///   `RecorderError.refused` if one copies.
  func pipeline(_ statements: [Statement]) throws -> [PostgreSQLResult] {
    try preparing {
      try pipelinePrepared(statements)
    } orElse: {
      try pipelineBehindPooler(statements)
    }
  }

  private func pipelinePrepared(_ statements: [Statement]) throws -> [PostgreSQLResult] {
    let names = try statements.map { try prepare($0.sql) }
    return try pipeline(statements.count) { step in
      PostgreSQLParameters(statements[step].values).withPointers { count, values, lengths, formats in
        PQsendQueryPrepared(connection, names[step], count, values, lengths, formats, 1)
      }
    }
  }

  /// The same with statements that are not kept prepared.
  func pipeline(unprepared statements: [Statement]) throws -> [PostgreSQLResult] {
    try pipeline(statements.count) { step in
      PostgreSQLParameters(statements[step].values).withPointers { count, values, lengths, formats in
        PQsendQueryParams(connection, statements[step].sql, count, nil, values, lengths, formats, 1)
      }
    }
  }

  /// Runs the first body where statements can be kept prepared, and the second where they cannot, as behind a pooler;
  /// or where they turn out not to be there: nothing was done then.
  private func preparing<Value>(_ body: () throws -> Value, orElse other: () throws -> Value) throws -> Value {
    guard !isBehindPooler else { return try other() }
    let hasBegun = isInTransaction
    do {
      return try body()
    } catch let failure as PostgreSQLFailure where failure.isOfPreparing && !hasBegun && !isLost {
      if isInTransaction { try execute("ROLLBACK") }
      return try other()
    }
  }

  func pipeline(_ count: Int, _ send: (_ step: Int) -> CInt) throws -> [PostgreSQLResult] {
    PQenterPipelineMode(connection)
    defer { PQexitPipelineMode(connection) }
    for step in 0..<count {
      let isSent = send(step)
      let isLast = step == count - 1
      guard isSent == 1, !isLast || PQpipelineSync(connection) == 1 else {
        throw PostgreSQLFailure(sqlState: nil, isConnectionLost: true, step: isLast ? step : nil)
      }
    }
    return try results(of: count)
  }

  private func results(of count: Int) throws -> [PostgreSQLResult] {
    var results: [PostgreSQLResult] = []
    var failure: PostgreSQLFailure?
    for step in 0..<count {
      do {
        let result = try failing(at: step) { try checked(notCopying(nextResult())) }
        if failure == nil { results.append(result) }
        try failing(at: step) { while let more = try nextResult() { PQclear(more) } }
      } catch let error as PostgreSQLFailure {
        if failure == nil { failure = error }
        if error.isConnectionLost { break }
        while !isAbandoned, let more = try? nextResult() { PQclear(more) }
      }
    }
    seeEndOfPipeline()
    if let failure { throw failure }
    return results
  }

  private func seeEndOfPipeline() {
    guard !isAbandoned, PQstatus(connection) == CONNECTION_OK else { return }
    let end = try? nextResult()
    if PQresultStatus(end) != PGRES_PIPELINE_SYNC { isSpoiled = true }
    PQclear(end)
  }

  /// Prepares a statement unless that was done before, and gives its name.
  private func prepare(_ sql: String) throws -> String {
    let text = StatementText(sql)
    if let name = prepared[text] { return name }
    let name = text.name
    guard PQsendPrepare(connection, name, sql, 0, nil) == 1 else { throw PostgreSQLFailure(nil, on: connection) }
    let outcome = Result { try checked(nextResult()) }
    while !isAbandoned, let more = try nextResult() { PQclear(more) }
    _ = try outcome.get()
    prepared[text] = name
    return name
  }

  /// Runs the body; a failure in it gets the number of the step.
  private func failing<Value>(at step: Int, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch var failure as PostgreSQLFailure {
      failure.step = step
      throw failure
    }
  }
}
