import CPostgreSQL
import Foundation

extension PostgreSQLConnection {
  /// Waits for the next result of what was sent, sending what is left of it; `nil` at its end.
  ///
  /// libpq's own calls wait for as long as it lasts: for ever if the server is stopped, or a network swallows
  /// everything.
  ///
  /// - Throws: `PostgreSQLFailure` if nothing has moved for longer than the connection's patience, or it was given up.
  ///   The connection is of no use then.
  func nextResult() throws -> OpaquePointer? {
    guard !isAbandoned else { throw PostgreSQLFailure.abandoned }
    if PQisBusy(connection) == 1 { try waitForResult() }
    return PQgetResult(connection)
  }

  private func waitForResult() throws {
    var deadline = patience.map { ContinuousClock.now + $0 }
    while PQisBusy(connection) == 1 {
      let isUnsent = PQflush(connection) == 1
      // If the connection is lost, the result says so.
      guard PQstatus(connection) == CONNECTION_OK else { return }
      var socket = pollfd(
        fd: PQsocket(connection), events: Int16(isUnsent ? POLLIN | POLLOUT : POLLIN), revents: 0)
      let hasMoved = poll(&socket, 1, milliseconds(until: deadline)) > 0
      if hasMoved {
        if Int32(socket.revents) & ~POLLOUT != 0, PQconsumeInput(connection) != 1 { return }
        deadline = patience.map { ContinuousClock.now + $0 }
      }
      if isGivenUp?() == true || !hasMoved && deadline.map({ $0 <= .now }) == true {
        isAbandoned = true
        throw PostgreSQLFailure.abandoned
      }
    }
  }

  /// How long to wait at once; -1 is for ever.
  private func milliseconds(until deadline: ContinuousClock.Instant?) -> CInt {
    // Who may give it up is asked every so often.
    let longest = isGivenUp == nil ? Duration.seconds(3600) : .milliseconds(100)
    guard let deadline else { return isGivenUp == nil ? -1 : CInt(longest / .milliseconds(1)) }
    return CInt(max(min(deadline - .now, longest), .zero) / .milliseconds(1)) + 1
  }
}

extension PostgreSQLOptions {
  /// For how long nothing may come from a server at work: longer than its own timeout, so that its answer is had if
  /// there is one.
  var patience: Duration? {
    guard statementTimeout > 0 else { return nil }
    let timeout = Double(statementMilliseconds) / 1_000
    return .seconds(timeout + min(max(timeout / 10, 0.5), 3))
  }

  /// The same before the session has a timeout, and for what the server is told beside it.
  var connectPatience: Duration? {
    connectTimeout > 0 ? .seconds(Double(max(connectSeconds, 2))) : patience
  }
}
