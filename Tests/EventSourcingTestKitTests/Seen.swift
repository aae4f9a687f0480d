import Synchronization

/// What was seen, in order, from whatever thread.
final class Seen: Sendable {
  private let seen = Mutex<[Bool]>([])

  var values: [Bool] { seen.withLock { $0 } }

  func add(_ value: Bool) {
    seen.withLock { $0.append(value) }
  }
}
