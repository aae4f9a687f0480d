import EventSourcing
import Synchronization

/// A log in which something happens once, after a page was read and before it is handed out.
final class SlowLog: NotificationLog {
  private let log: any NotificationLog
  private let meanwhile: Mutex<(@Sendable () async throws -> Void)?>

  init(_ log: any NotificationLog, _ meanwhile: @escaping @Sendable () async throws -> Void) {
    self.log = log
    self.meanwhile = Mutex(meanwhile)
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    let page = try await log.page(query)
    let meanwhile = self.meanwhile.withLock { meanwhile in
      defer { meanwhile = nil }
      return meanwhile
    }
    try await meanwhile?()
    return page
  }

  func section(_ id: String) async throws -> NotificationSection {
    try await log.section(id)
  }

  func newestPosition() async throws -> LogPosition {
    try await log.newestPosition()
  }

  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try await log.waitForNotification(after: position, atMost: duration)
  }
}
