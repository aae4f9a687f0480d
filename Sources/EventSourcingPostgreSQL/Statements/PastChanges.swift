import Synchronization

/// Counts how often what is stored in a table was changed, whoever of a database's recorders did it.
final class PastChanges: Sendable {
  private let changes = Atomic(0)

  var count: Int { changes.load(ordering: .sequentiallyConsistent) }

  func countOne() { changes.add(1, ordering: .sequentiallyConsistent) }
}
