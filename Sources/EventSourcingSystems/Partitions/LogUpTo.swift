import EventSourcing

/// A log as if it had ended at a position, for those who are to come to that place and no further.
struct LogUpTo: NotificationLog {
  let log: any NotificationLog
  let end: LogPosition

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    let page = try await log.page(query)
    guard page.readUpTo.id >= end.id else { return page }
    // Who has come further has nothing to read here.
    let readUpTo = query.after.id >= end.id ? query.after : end
    return NotificationPage(
      notifications: page.notifications.filter { $0.id <= end.id }, readUpTo: readUpTo, isAtEnd: true)
  }

  func section(_ id: String) async throws -> NotificationSection {
    try await log.section(id)
  }

  func newestPosition() async throws -> LogPosition {
    end
  }

  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try await log.waitForNotification(after: position, atMost: duration)
  }
}
