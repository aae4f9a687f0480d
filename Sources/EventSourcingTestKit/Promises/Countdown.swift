import Synchronization

/// Counts down to 0, for tasks that wait for others to end.
final class Countdown: Sendable {
  private let left: Atomic<Int>

  init(from count: Int) {
    left = Atomic(count)
  }

  func countDown() {
    left.subtract(1, ordering: .sequentiallyConsistent)
  }

  var isOver: Bool {
    left.load(ordering: .sequentiallyConsistent) <= 0
  }
}
