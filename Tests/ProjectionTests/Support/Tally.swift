import Synchronization

/// Counts from any thread.
final class Tally: Sendable {
  private let state = Atomic(0)

  func add() { state.add(1, ordering: .sequentiallyConsistent) }

  var count: Int { state.load(ordering: .sequentiallyConsistent) }
}
