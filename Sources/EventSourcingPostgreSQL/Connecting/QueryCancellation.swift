import CPostgreSQL
import Dispatch
import Synchronization

/// Lets another thread tell the server to give up what a connection is doing.
final class QueryCancellation: Sendable {
  private enum State {
    case waiting
    case running(Canceller)
    case cancelled
    case ended
  }

  /// What libpq cancels by, which it allows to be used from any thread.
  private struct Canceller: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer?
  }

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
    let canceller = Canceller(pointer: connection.canceller())
    state.withLock { state in
      if case .waiting = state { state = .running(canceller) }
    }
    defer {
      // Waits for a request that is on its way, which would else hit what this connection is used for next.
      state.withLock { state in
        if case .running = state { state = .waiting }
      }
      PQfreeCancel(canceller.pointer)
    }
    if isCancelled { throw CancellationError() }
    do {
      return try work(connection)
    } catch let failure as PostgreSQLFailure where failure.sqlState == "57014" && isCancelled {
      throw CancellationError()
    } catch let failure as PostgreSQLFailure where failure.isConnectionLost && connection.hasOnlyRested {
      throw LostAtRest()
    }
  }

  func cancel() {
    // The request is a connection of its own, which may block.
    DispatchQueue.global().async {
      self.state.withLock { state in
        if case .running(let canceller) = state {
          var message = [CChar](repeating: 0, count: 256)
          PQcancel(canceller.pointer, &message, CInt(message.count))
        }
        if case .ended = state { return }
        state = .cancelled
      }
    }
  }

  private var isCancelled: Bool {
    state.withLock { if case .cancelled = $0 { true } else { false } }
  }
}
