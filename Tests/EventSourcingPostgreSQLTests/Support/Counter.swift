import Synchronization

/// Counts what tasks have done.
final class Counter: Sendable {
  private let state = Mutex(0)

  func countUp() { state.withLock { $0 += 1 } }

  var count: Int { state.withLock { $0 } }
}
