import Synchronization

/// Something that happens once, and that others look out for.
final class Signal: Sendable {
  private let state = Atomic(false)

  func give() {
    state.store(true, ordering: .sequentiallyConsistent)
  }

  var isGiven: Bool {
    state.load(ordering: .sequentiallyConsistent)
  }
}
