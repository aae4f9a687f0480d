import EventSourcing

/// A log of which a test knows when somebody waits for it, and what was read of it.
final class WatchedLog: NotificationLog {
  private let inner: any NotificationLog
  private let waits = Notes<LogPosition>()
  let read = Notes<[Int]>()

  init(_ recorder: any Recorder) {
    inner = LocalNotificationLog(recorder)
  }

  /// Returns when so many have begun to wait.
  func isAwaited(times: Int = 1) async throws {
    while waits.all.count < times {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    let page = try await inner.page(query)
    read.add(page.notifications.map(\.id))
    return page
  }

  func section(_ id: String) async throws -> NotificationSection { try await inner.section(id) }
  func newestPosition() async throws -> LogPosition { try await inner.newestPosition() }

  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    waits.add(position)
    return try await inner.waitForNotification(after: position, atMost: duration)
  }
}
