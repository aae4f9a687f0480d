private import Synchronization

/// What is to be done in the background, one after the other, in the order in which it was asked for.
final class DueSnapshots: Sendable {
  private struct State {
    var waiting: [@Sendable () async -> Void] = []
    var worker: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Notes what is to be done, unless too much is waiting.
  ///
  /// - Returns: Whether it was noted.
  func add(_ body: @escaping @Sendable () async -> Void) -> Bool {
    state.withLock { state in
      guard state.waiting.count < capacity else { return false }
      state.waiting.append(body)
      // It inherits nothing of the task that publishes: it is no part of that, and outlives it.
      if state.worker == nil { state.worker = Task.detached { await self.work() } }
      return true
    }
  }

  /// Waits until nothing is left to be done.
  func waitUntilDone() async {
    while let worker = state.withLock({ $0.worker }) { await worker.value }
  }

  private func work() async {
    while let next = next() { await next() }
  }

  private func next() -> (@Sendable () async -> Void)? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.worker = nil
        return nil
      }
      return state.waiting.removeFirst()
    }
  }
}
