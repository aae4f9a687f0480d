private import Synchronization

/// How often what is stored in a table was changed, through whichever recorder of a database.
final class ChangesOfThePast: Sendable {
  private let number = Atomic(0)

  var count: Int { number.load(ordering: .sequentiallyConsistent) }

  func add() {
    number.add(1, ordering: .sequentiallyConsistent)
  }
}
