import CPostgreSQL
import EventSourcing
import Foundation

/// One connection to the server, for one thread at a time.
///
/// Its calls block, but not for longer than its patience.
final class PostgreSQLConnection {
  let connection: OpaquePointer
  let options: PostgreSQLOptions
  let remarks = ServerRemarks()

  /// The name of each statement that was prepared on this connection.
  private var prepared: [StatementText: String] = [:]

  /// Whether it was used before, and has answered nothing since it was lent: if it is lost now, it was lost in between,
  /// and nothing was done on it.
  private(set) var hasOnlyRested = false

  /// Whether somebody else's statement has left something behind on it that cannot be taken back.
  var isSpoiled = false

  /// Whether the server was given up in the middle of something: nothing is sent or heard any more.
  var isAbandoned = false

  /// For how long nothing may come from the server while it is at work; for ever if `nil`.
  var patience: Duration?

  /// Asked while the server is at work: whether nobody waits for that any more.
  var isGivenUp: (() -> Bool)?

  /// Takes over a connection that was made.
  init(_ connection: OpaquePointer, _ options: PostgreSQLOptions) {
    self.connection = connection
    self.options = options
    patience = options.connectPatience
    // Else sending waits for as long as the server takes nothing.
    PQsetnonblocking(connection, 1)
    // The server's remarks go to standard error, by default. They may have values in them.
    PQsetNoticeReceiver(
      connection, { remarks, result in remarks.map { ServerRemarks.at($0).note(result) } },
      Unmanaged.passUnretained(remarks).toOpaque())
  }

  deinit {
    PQfinish(connection)
  }

  /// Whether it can be used: also if the server has hung up, or ended it, while nothing was asked.
  var isUsable: Bool {
    guard !isSpoiled, !isAbandoned else { return false }
    var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
    while socket.fd >= 0, poll(&socket, 1, 0) > 0 {
      guard PQconsumeInput(connection) == 1 else { return false }
    }
    return PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE
  }

  /// Notes that it is lent again.
  func noteRest() {
    hasOnlyRested = true
  }

  var isInTransaction: Bool {
    PQtransactionStatus(connection) != PQTRANS_IDLE
  }

  /// What cancels a statement on this connection from another thread; to be freed.
  func canceller() -> OpaquePointer? {
    PQgetCancel(connection)
  }

  /// Runs one or more statements without parameters.
  ///
  /// - Throws: `PostgreSQLFailure`.
  func execute(_ sql: String) throws {
    _ = try exchange(sql)
  }

  /// Runs one or more statements without parameters, and gives the first column of the last one's rows as text.
  func texts(_ sql: String) throws -> [String?] {
    let result = try exchange(sql)
    return result.map { $0.isNull(0) ? nil : $0.text(0) }
  }

  /// - Returns: What the last of them gave.
  private func exchange(_ sql: String) throws -> PostgreSQLResult {
    guard !isAbandoned else { throw PostgreSQLFailure.abandoned }
    guard PQsendQuery(connection, sql) == 1 else { throw PostgreSQLFailure(nil, on: connection) }
    var outcome = Result { try checked(nextResult()) }
    // In a COPY there is no end of results.
    while !isAbandoned, PQtransactionStatus(connection) != PQTRANS_UNKNOWN, let more = try nextResult() {
      let status = PQresultStatus(more)
      let next = Result { try checked(more) }
      // If several failed, the first says why.
      if case .success = outcome { outcome = next }
      if [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status) { break }
    }
    return try outcome.get()
  }

  /// Runs one statement, prepared the first time; outside a transaction it is one by itself.
  ///
  /// - Throws: `PostgreSQLFailure`; its step is 0 for the statement, and 1 for the commit after it.
  ///   `RecorderError.unstorable` if the values are more than a message holds.
  func query(_ sql: String, _ values: [PostgreSQLParameter] = []) throws -> PostgreSQLResult {
    let name = try prepare(sql)
    let parameters = PostgreSQLParameters(values)
    guard !parameters.isTooLarge else { throw RecorderError.tooLarge }
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
  func pipeline(_ statements: [(sql: String, values: [PostgreSQLParameter])]) throws -> [PostgreSQLResult] {
    let names = try statements.map { try prepare($0.sql) }
    return try pipeline(statements.count) { step in
      PostgreSQLParameters(statements[step].values).withPointers { count, values, lengths, formats in
        PQsendQueryPrepared(connection, names[step], count, values, lengths, formats, 1)
      }
    }
  }

  /// The same with statements that have no parameters, and are not kept prepared.
  func pipeline(unprepared statements: [String]) throws -> [PostgreSQLResult] {
    try pipeline(statements.count) { step in
      PQsendQueryParams(connection, statements[step], 0, nil, nil, nil, nil, 1)
    }
  }

  private func pipeline(_ count: Int, _ send: (_ step: Int) -> CInt) throws -> [PostgreSQLResult] {
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
        let result = try failing(at: step) { try checked(nextResult()) }
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
    let name = "s\(prepared.count)"
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

  func checked(_ result: OpaquePointer?) throws -> PostgreSQLResult {
    guard let result else { throw PostgreSQLFailure(nil, on: connection) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
      hasOnlyRested = false
      return PostgreSQLResult(result)
    default:
      defer { PQclear(result) }
      let failure = PostgreSQLFailure(result, on: connection)
      // A function that somebody called has taken prepared statements away, or has made one of the name of one to come.
      if failure.sqlState == "26000" || failure.sqlState == "42P05" { isSpoiled = true }
      throw failure
    }
  }
}
