import Synchronization

/// Lets another thread tell the server to give up what a connection is doing.
final class QueryCancellation: Sendable {
  private enum State {
    case waiting
    case running(CancelRequest)
    case cancelled(ContinuousClock.Instant, CancelRequest?)
    case ended
  }

  /// For so long the server has time to give up what was cancelled; then the connection is given up.
  private static let longest = Duration.seconds(3)

  private let state = Mutex(State.waiting)

  /// A connection that is found lost at the first statement: it was lost while nobody used it.
  private struct LostAtRest: Error {}

  /// Runs work that only reads, unless it was cancelled before; on a new connection if the kept one was lost while
  /// nobody used it, which can be seen only by using it.
  ///
  /// - Throws: `CancellationError` if it did not end for that reason.
  func run<Value>(
    _ session: PostgreSQLSession, _ work: (PostgreSQLConnection) throws -> Value
  ) throws -> Value {
    defer {
      state.withLock { state in
        if case .waiting = state { state = .ended }
      }
    }
    do {
      return try attempt(session, work)
    } catch is LostAtRest {
      session.close()
      return try attempt(session, work)
    }
  }

  private func attempt<Value>(
    _ session: PostgreSQLSession, _ work: (PostgreSQLConnection) throws -> Value
  ) throws -> Value {
    if isCancelled { throw CancellationError() }
    let connection = try session.connection()
    let request = CancelRequest(on: connection)
    state.withLock { state in
      if case .waiting = state { state = .running(request) }
    }
    connection.isGivenUp = { self.isOverdue }
    defer {
      connection.isGivenUp = nil
      // A request that is on its way would hit what this connection is used for next.
      if let request = endRunning(), !connection.isAbandoned, !request.isTaken(within: Self.longest) {
        connection.isSpoiled = true
      }
    }
    if isCancelled { throw CancellationError() }
    do {
      return try work(connection)
    } catch let failure as PostgreSQLFailure where isCancelled && (failure.sqlState == "57014" || failure.isTimedOut) {
      throw CancellationError()
    } catch let failure as PostgreSQLFailure
      where failure.isConnectionLost && !failure.isTimedOut && connection.hasOnlyRested
    {
      throw LostAtRest()
    }
  }

  func cancel() {
    let request: CancelRequest? = state.withLock { state in
      if case .ended = state { return nil }
      var request: CancelRequest?
      if case .running(let running) = state { request = running }
      state = .cancelled(.now, request)
      return request
    }
    request?.send()
  }

  /// - Returns: The request to give it up, if one was sent.
  private func endRunning() -> CancelRequest? {
    state.withLock { state in
      if case .running = state { state = .waiting }
      if case .cancelled(_, let request) = state { return request }
      return nil
    }
  }

  private var isCancelled: Bool {
    state.withLock { if case .cancelled = $0 { true } else { false } }
  }

  private var isOverdue: Bool {
    state.withLock { if case .cancelled(let time, _) = $0 { .now - time > Self.longest } else { false } }
  }
}
