public import EventSourcing

/// A log without what was there at a moment: a database that lasts has what earlier runs have told.
public struct LogSince: NotificationLog {
  public let log: any NotificationLog
  public let start: LogPosition

  /// Leaves out what a log has now.
  ///
  /// - Throws: What reading the log throws.
  public init(now log: any NotificationLog) async throws {
    self.log = log
    start = try await log.newestPosition()
  }

  /// The number that a notification has here: 1 is the first.
  public func number(of id: Int) -> Int { max(id - start.id, 0) }

  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    var query = query
    if query.after.id < start.id { query.after = start }
    return try await log.page(query)
  }

  public func section(_ id: String) async throws -> NotificationSection {
    try await log.section(id)
  }

  public func newestPosition() async throws -> LogPosition {
    try await log.newestPosition()
  }

  public func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try await log.waitForNotification(after: position.id < start.id ? start : position, atMost: duration)
  }
}
