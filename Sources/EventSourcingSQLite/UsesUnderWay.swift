import EventSourcing
private import Synchronization

/// Counts the uses of a database, so that it is closed once, and not while it is in use.
///
/// GRDB's pool must not be closed while others read, nor by two at the same time: it lets go of its connections
/// without a lock.
package final class UsesUnderWay: Sendable {
  private struct State {
    var count = 0
    var closing: Task<Void, any Error>?
    var whenIdle: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  /// Begins a use, to which an `end()` belongs.
  ///
  /// - Throws: `RecorderError.closed` from the first `close` on.
  package func begin() throws {
    try state.withLock { state in
      guard state.closing == nil else { throw RecorderError.closed }
      state.count += 1
    }
  }

  package func end() {
    let whenIdle: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.count -= 1
      guard state.count == 0 else { return nil }
      return state.whenIdle.take()
    }
    whenIdle?.resume()
  }

  /// Refuses uses from now on, and closes when none is under way any more; all who ask wait for the one closing.
  package func close(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let closing = state.withLock { state in
      if let closing = state.closing { return closing }
      let closing = Task {
        await untilIdle()
        try await body()
      }
      state.closing = closing
      return closing
    }
    try await closing.value
  }

  private func untilIdle() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.count > 0 { state.whenIdle = continuation }
        return state.count == 0
      }
      if isIdle { continuation.resume() }
    }
  }
}
