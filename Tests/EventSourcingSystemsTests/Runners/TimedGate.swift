import EventSourcing
import Synchronization

/// What tasks wait before until it is opened.
final class TimedGate: Sendable {
  private let isOpen = Mutex(false)
  private let signal = NotificationSignal()

  func open() {
    isOpen.withLock { $0 = true }
    signal.prompt()
  }

  /// - Returns: Whether it was opened in time.
  @discardableResult
  func wait(atMost duration: Duration = .seconds(30)) async throws -> Bool {
    let end = ContinuousClock.now + duration
    while true {
      let prompts = signal.prompts
      if isOpen.withLock({ $0 }) { return true }
      guard .now < end else { return false }
      try await signal.wait(past: prompts, atMost: end - .now)
    }
  }
}
