import EventSourcing
import Synchronization

/// A log whose reads fail where a test tells it to, one after the other: `nil` lets one pass.
final class FlakyLog: NotificationLog {
  let pages = Notes<NotificationQuery>()
  private let inner: any NotificationLog
  private let failures: Mutex<[(any Error)?]>

  init(inner: any NotificationLog, failures: [(any Error)?]) {
    self.inner = inner
    self.failures = Mutex(failures)
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    pages.add(query)
    try failNext()
    return try await inner.page(query)
  }

  func section(_ id: String) async throws -> NotificationSection {
    try failNext()
    return try await inner.section(id)
  }

  func newestPosition() async throws -> LogPosition {
    try await inner.newestPosition()
  }

  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try failNext()
    return try await inner.waitForNotification(after: position, atMost: duration)
  }

  private func failNext() throws {
    let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let failure { throw failure }
  }
}
