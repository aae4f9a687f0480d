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

  /// Whether a pooler stands between: each transaction may be another session's then.
  var isBehindPooler = false

  /// By what it is called in the server's views.
  var applicationName = ""

  /// The statements that were prepared on this connection, and their names, which take a while to make.
  var prepared: [StatementText: String] = [:]

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
      if Self.isOfCopy(status) { break }
    }
    return try outcome.get()
  }

  func checked(_ result: OpaquePointer?) throws -> PostgreSQLResult {
    guard let result else { throw PostgreSQLFailure(nil, on: connection) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      hasOnlyRested = false
      return PostgreSQLResult(result)
    default:
      defer { PQclear(result) }
      let failure = PostgreSQLFailure(result, on: connection)
      // A function that somebody called has taken prepared statements away, or it is another session than before.
      if failure.isOfPreparing { isSpoiled = true }
      throw failure
    }
  }
}
