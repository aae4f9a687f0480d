import Synchronization

/// Counts, from any thread.
final class Tally: Sendable {
  private let number = Atomic(0)

  func add() {
    number.add(1, ordering: .sequentiallyConsistent)
  }

  var count: Int {
    number.load(ordering: .sequentiallyConsistent)
  }
}
