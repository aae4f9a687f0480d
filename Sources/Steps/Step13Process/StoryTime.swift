import EventSourcing
import Synchronization

/// A time that stands still until it is moved on.
final class StoryTime: Sendable {
  /// 1 January 2026 at 9:00 UTC.
  private let microseconds = Mutex(1_767_258_000_000_000)

  var now: Timestamp { Timestamp(microseconds: microseconds.withLock { $0 }) }

  func advance(minutes: Int) {
    microseconds.withLock { $0 += minutes * 60 * 1_000_000 }
  }
}
