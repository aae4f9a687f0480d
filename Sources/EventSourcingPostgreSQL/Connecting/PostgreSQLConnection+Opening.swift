import CPostgreSQL
import EventSourcing
import Foundation

extension PostgreSQLConnection {
  /// Makes a connection, as the string and its hosts and timeouts want it.
  ///
  /// - Throws: `RecorderError`.
  convenience init(to address: PostgreSQLAddress) throws {
    let start = ContinuousClock.now
    var connection = Self.start(address.parameters, PQconnectdbParams)
    // libpq waits for 2 seconds at least, and ends on a whole second of the clock, which may be one too early.
    let leastWait = Double(max(address.options.connectSeconds, 2) - 1) * 0.9
    let hasWaited = address.options.connectTimeout > 0 && ContinuousClock.now - start >= .seconds(leastWait)
    if PQstatus(connection) != CONNECTION_OK {
      let impossible = PostgreSQLProgress.impossibleOption(of: connection)
      PQfinish(connection)
      if let impossible {
        throw RecorderError(
          .notADatabase, "The connection string, or the variable for it, has a value of \(impossible) that cannot be.")
      }
      connection = try Self.secondLook(address, hasWaited: hasWaited)
    }
    guard let connection else { throw RecorderError(.unavailable, "There is no memory for a connection.") }
    self.init(connection, address.options)
    try prepareSession()
  }

  /// Tries once more, to learn the server's code.
  ///
  /// libpq tells why a connection failed by a text only, but that text is the code alone when it is asked for, which
  /// can be done only after connecting has begun. The first attempt cannot be made in this way: libpq would leave
  /// the timeout of each host to us. A server that is there by now is as good as the first time.
  ///
  /// - Parameter hasWaited: Whether the first attempt has taken all its time: then nobody has answered, most likely,
  ///   and would not answer a second time either.
  private static func secondLook(_ address: PostgreSQLAddress, hasWaited: Bool) throws -> OpaquePointer? {
    let connection = start(address.parameters, PQconnectStartParams)
    PQsetErrorVerbosity(connection, PQERRORS_SQLSTATE)
    let deadline = ContinuousClock.now + .seconds(hasWaited ? 2 : min(max(address.options.connectSeconds, 1), 10))
    var status = PGRES_POLLING_WRITING
    var progress = PostgreSQLProgress()
    while PQstatus(connection) != CONNECTION_BAD, status != PGRES_POLLING_OK, status != PGRES_POLLING_FAILED {
      let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var socket = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
      let left = deadline - .now
      guard left > .zero, poll(&socket, 1, CInt(left / .milliseconds(1)) + 1) >= 0 || errno == EINTR else { break }
      progress.note(connection)
      status = PQconnectPoll(connection)
    }
    guard status != PGRES_POLLING_OK else {
      PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
      return connection
    }
    defer { PQfinish(connection) }
    let message = String(cString: PQerrorMessage(connection))
    // Without a password to send, libpq hangs up before the server has said anything.
    let sqlState = sqlState(in: message) ?? (PQconnectionNeedsPassword(connection) == 1 ? "28P01" : nil)
    if hasWaited, sqlState == nil {
      throw RecorderError(
        .timedOut, "No server has answered in time: check the address, the network, and whether the server runs.")
    }
    let error = recorderError(PostgreSQLFailure(sqlState: sqlState, isConnectionLost: true))
    let reason = sqlState == nil ? progress.obstacle(connection) ?? error.reason : error.reason
    throw RecorderError(error.code, "No connection to \(PostgreSQLAddress.description(of: connection)): \(reason)")
  }

  /// The code at the end of the last line of a message that has only the code; `nil` if no server was reached.
  private static func sqlState(in message: String) -> String? {
    let code = message.split(whereSeparator: \.isWhitespace).last ?? ""
    let isCode = code.utf8.count == 5 && code.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
    return isCode ? String(code) : nil
  }

  private static func start(
    _ parameters: KeyValuePairs<String, String>,
    _ connect: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?, CInt) -> OpaquePointer?
  ) -> OpaquePointer? {
    let keywords = parameters.map { strdup($0.key) } + [nil]
    let values = parameters.map { strdup($0.value) } + [nil]
    defer { (keywords + values).forEach { free($0) } }
    // 1: the value of dbname may be a whole connection string.
    return connect(keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
  }

  private func prepareSession() throws {
    do {
      // On a copy of the database the writers cannot be seen, so a reader could miss items there. Asked each time,
      // since of several hosts the next connection may be to another.
      if try lookAtServer() {
        throw RecorderError(
          .readOnly, "The server is a standby: give the primary one, or several with target_session_attrs=read-write.")
      }
      if !isBehindPooler { try execute(SessionSettings.statement(options)) }
      patience = options.patience
    } catch let failure as PostgreSQLFailure {
      throw recorderError(failure)
    }
  }
}
