import EventSourcing
import Synchronization

/// Counts what is under way with a recorder, so that closing it can let that end.
final class PostgreSQLUse: Sendable {
  private struct State {
    var underWay = 0
    var isClosed = false
    var closing: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// - Throws: `RecorderError.closed` after `close()`.
  func begin() throws {
    try state.withLock { state in
      guard !state.isClosed else { throw RecorderError.closed }
      state.underWay += 1
    }
  }

  func end() {
    let closing = state.withLock { state in
      state.underWay -= 1
      guard state.isClosed, state.underWay == 0 else { return [CheckedContinuation<Void, Never>]() }
      defer { state.closing = [] }
      return state.closing
    }
    closing.forEach { $0.resume() }
  }

  /// Refuses every use from now on.
  func refuse() {
    state.withLock { $0.isClosed = true }
  }

  /// Refuses every use from now on, and returns when what is under way has ended.
  func close() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        state.isClosed = true
        if state.underWay > 0 { state.closing.append(continuation) }
        return state.underWay == 0
      }
      if isIdle { continuation.resume() }
    }
  }
}
