import Dispatch
import EventSourcing
import Synchronization

/// A connection and the queue or the thread on which alone it is used, since its calls block.
final class PostgreSQLLane: Sendable {
  /// Which one uses it; in the call itself only if that may be.
  private let use: @Sendable (_ mayBeNow: Bool, _ work: @escaping @Sendable () -> Void) -> Void

  /// The queue or the thread comes first: nobody ever waits for this lock.
  private let session: Mutex<PostgreSQLSession>

  /// - Parameter thread: The one to use it on; a queue of its own if there is none.
  init(_ address: PostgreSQLAddress, on thread: ConnectionThread? = nil) {
    session = Mutex(PostgreSQLSession(address))
    if let thread {
      use = { mayBeNow, work in thread.use(mayBeNow: mayBeNow, work) }
    } else {
      let queue = DispatchQueue(label: "PostgreSQL connection")
      use = { _, work in queue.async(execute: work) }
    }
  }

  /// Runs work after what was asked before.
  ///
  /// - Parameter mayBeNow: Whether it may be run in this call; then what has called waits for the server.
  func async(mayBeNow: Bool = false, _ work: @escaping @Sendable (PostgreSQLSession) -> Void) {
    use(mayBeNow) { self.session.withLock { session in work(session) } }
  }

  /// Runs work that is not given up.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable (PostgreSQLSession) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      async { session in continuation.resume(with: Result { try work(session) }) }
    }
  }

  /// Runs work that the server is told to give up when the task is cancelled.
  ///
  /// - Throws: `CancellationError` if it was given up.
  func runCancellable<Value: Sendable>(
    _ work: @escaping @Sendable (PostgreSQLConnection) throws -> Value
  ) async throws -> Value {
    let cancellation = QueryCancellation()
    return try await withTaskCancellationHandler {
      try await run { session in try cancellation.run(session, work) }
    } onCancel: {
      cancellation.cancel()
    }
  }
}
