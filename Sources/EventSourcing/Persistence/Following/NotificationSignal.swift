private import Synchronization

/// Wakes those who wait for something new.
///
/// Who waits says which prompt it has seen last, so one that comes between looking and waiting is not lost.
package final class NotificationSignal: Sendable {
  private struct State {
    var prompts = 0
    var newestTicket = 0
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// The number of prompts so far.
  package var prompts: Int { state.withLock { $0.prompts } }

  /// Wakes all who wait.
  package func prompt() {
    let woken = state.withLock { state in
      state.prompts += 1
      // Nearly always nobody does, and who stores something waits for this lock.
      guard !state.waiting.isEmpty else { return [Int: CheckedContinuation<Void, Never>]() }
      defer { state.waiting = [:] }
      return state.waiting
    }
    for continuation in woken.values { continuation.resume() }
  }

  /// Whether anybody waits.
  package var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

  /// Returns when there are more prompts than these, or the time has passed.
  ///
  /// - Throws: `CancellationError`.
  package func wait(past prompts: Int, atMost duration: Duration) async throws {
    let ticket = state.withLock { state in
      state.newestTicket += 1
      return state.newestTicket
    }
    var alarm: Task<Void, Never>?
    defer { alarm?.cancel() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          guard state.prompts == prompts else { return true }
          state.waiting[ticket] = continuation
          return false
        }
        guard !isOver else { return continuation.resume() }
        // Set only now that there is somebody to wake: one that rings earlier would never be heard.
        alarm = Task {
          try? await Task.sleep(for: duration.sleepable)
          wake(ticket)
        }
        // For the same reason: the handler may have run before.
        if Task.isCancelled { wake(ticket) }
      }
    } onCancel: {
      wake(ticket)
    }
    try Task.checkCancellation()
  }

  private func wake(_ ticket: Int) {
    state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
  }
}
