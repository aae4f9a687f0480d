import EventSourcing
import Synchronization

/// The connections of a recorder that read, made when they are needed; who finds none left waits in line.
final class PostgreSQLPool: Sendable {
  private struct Waiting {
    let ticket: Int
    let continuation: CheckedContinuation<PostgreSQLLane, any Error>
  }

  private struct State {
    var idle: [PostgreSQLLane] = []
    var lent = 0
    var waiting: [Waiting] = []
    var newestTicket = 0
    var isClosed = false
    var closing: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let address: PostgreSQLAddress
  private let limit: Int

  init(_ address: PostgreSQLAddress, limit: Int) {
    self.address = address
    self.limit = max(limit, 1)
  }

  /// Lends a connection; the server gives up what it does on it when the task is cancelled.
  ///
  /// - Throws: `RecorderError.closed` after `close()`; `CancellationError` if the task was cancelled before it ended.
  func read<Value: Sendable>(
    _ work: @escaping @Sendable (PostgreSQLConnection) throws -> Value
  ) async throws -> Value {
    let lane = try await borrow()
    defer { giveBack(lane) }
    return try await lane.runCancellable(work)
  }

  /// Refuses reads from now on, lets those under way end, and closes the connections.
  func close() async {
    await withCheckedContinuation { continuation in
      let refused = state.withLock { state in
        state.isClosed = true
        defer { state.waiting = [] }
        state.closing.append(continuation)
        return state.waiting
      }
      for waiting in refused { waiting.continuation.resume(throwing: RecorderError.closed) }
      endClosing()
    }
  }

  private func borrow() async throws -> PostgreSQLLane {
    try Task.checkCancellation()
    let ticket = state.withLock { state in
      state.newestTicket += 1
      return state.newestTicket
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiting(ticket: ticket, continuation: continuation))
        // The handler may have run before there was anything to take back.
        if Task.isCancelled { takeBack(ticket) }
      }
    } onCancel: {
      takeBack(ticket)
    }
  }

  private func enqueue(_ new: Waiting) {
    let outcome: Result<PostgreSQLLane, any Error>? = state.withLock { state in
      guard !state.isClosed else { return .failure(RecorderError.closed) }
      guard state.lent < limit else {
        state.waiting.append(new)
        return nil
      }
      state.lent += 1
      return .success(state.idle.popLast() ?? PostgreSQLLane(address))
    }
    if let outcome { new.continuation.resume(with: outcome) }
  }

  private func giveBack(_ lane: PostgreSQLLane) {
    let next: Waiting? = state.withLock { state in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.lent -= 1
      state.idle.append(lane)
      return nil
    }
    if let next { next.continuation.resume(returning: lane) } else { endClosing() }
  }

  private func takeBack(_ ticket: Int) {
    let cancelled = state.withLock { state in
      state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
    }
    cancelled?.continuation.resume(throwing: CancellationError())
  }

  private func endClosing() {
    let closing = state.withLock { state in
      guard state.isClosed, state.lent == 0 else { return [CheckedContinuation<Void, Never>]() }
      state.idle = []  // With its last owner a connection goes, too.
      defer { state.closing = [] }
      return state.closing
    }
    closing.forEach { $0.resume() }
  }
}
