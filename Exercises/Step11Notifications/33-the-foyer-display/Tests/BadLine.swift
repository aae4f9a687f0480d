import EventSourcing
import Synchronization

/// A log whose line is lost at some of its reads.
final class BadLine: NotificationLog {
  private let log: any NotificationLog
  private let failures: Mutex<[(any Error)?]>

  /// - Parameter failures: What the first reads throw, one after the other; `nil` lets one pass.
  init(_ log: any NotificationLog, failures: [(any Error)?]) {
    self.log = log
    self.failures = Mutex(failures)
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let failure { throw failure }
    return try await log.page(query)
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
