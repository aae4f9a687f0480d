import Synchronization

/// Keeps what work has found.
final class Kept: Sendable {
  private let state = Mutex<String?>(nil)

  var value: String? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
