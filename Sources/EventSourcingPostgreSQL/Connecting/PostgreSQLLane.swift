import Dispatch
import EventSourcing
import Synchronization

/// A connection and the queue on which alone it is used, since its calls block.
final class PostgreSQLLane: Sendable {
  private let queue = DispatchQueue(label: "PostgreSQL connection")
  /// The queue comes first: nobody ever waits for this lock.
  private let session: Mutex<PostgreSQLSession>

  init(_ address: PostgreSQLAddress) {
    session = Mutex(PostgreSQLSession(address))
  }

  /// Runs work after what was asked before.
  func async(_ work: @escaping @Sendable (PostgreSQLSession) -> Void) {
    queue.async {
      self.session.withLock { session in work(session) }
    }
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
