/// Reads a notification log from a position on, page by page or section by section, as far as it goes now.
///
///     var reader = NotificationReader(log, after: position)
///     while let page = try await reader.nextPage() { … }
///
/// Keep `position` with what was made of the notifications, and a reader that is made with it goes on there. Who wants
/// to be told what comes later takes a `NotificationSubscription`.
public struct NotificationReader: Sendable {
  /// What is read.
  public let log: any NotificationLog

  /// Which notifications are wanted.
  public let filter: TopicFilter

  /// The largest number of notifications in a page or a section, at least 1.
  public let pageSize: Int

  /// How far it has read: it moves only over what was handed out, and what lies between that is not wanted.
  public private(set) var position: LogPosition

  public init(
    _ log: any NotificationLog, after position: LogPosition = .beginning, filter: TopicFilter = .all,
    pageSize: Int = 1_000
  ) {
    self.log = log
    self.filter = filter
    self.pageSize = max(pageSize, 1)
    self.position = position
  }

  /// Goes to another position, forwards or back: what comes after it is read next.
  ///
  /// - Throws: `ImpossiblePosition` if it is before the beginning.
  public mutating func seek(to position: LogPosition) throws(ImpossiblePosition) {
    guard position.id >= 0 else { throw ImpossiblePosition(id: position.id) }
    self.position = position
  }

  /// The next page of what is wanted; `nil` at the end of the log, for now: later there may be more.
  ///
  /// - Throws: What `NotificationLog.page(_:)` throws; then the position is as before.
  public mutating func nextPage() async throws -> NotificationPage? {
    while true {
      let page = try await log.page(NotificationQuery(after: position, limit: pageSize, filter: filter))
      position = position.afterReading(page)
      if !page.notifications.isEmpty { return page }
      if page.isAtEnd { return nil }
    }
  }

  /// The next section, with all that is in it; `nil` at the end of the log, for now.
  ///
  /// A log that knows sections only is read by them. No filter applies, and that it still is the same log is not seen.
  ///
  /// - Throws: What `NotificationLog.section(_:)` throws; then the position is as before.
  public mutating func nextSection() async throws -> NotificationSection? {
    guard position.id < .max else { return nil }
    let wanted = SectionID(first: position.id + 1, last: position.id.plus(pageSize))
    let section = try await log.section(wanted.text)
    guard let last = section.items.last else { return nil }
    position = LogPosition(id: last.id, log: position.log, digest: ItemDigest(of: last.item))
    return section
  }

  /// The next notifications that are wanted, as many as there are, up to a number.
  ///
  /// - Throws: What reading a page throws; then the position is as before.
  public mutating func read(atMost count: Int = .max) async throws -> [ItemNotification] {
    var found: [ItemNotification] = []
    var reached = position
    while found.count < count {
      let limit = min(pageSize, count - found.count)
      let page = try await log.page(NotificationQuery(after: reached, limit: limit, filter: filter))
      found += page.notifications
      reached = reached.afterReading(page)
      if page.isAtEnd { break }
    }
    position = reached
    return found
  }
}

extension LogPosition {
  /// Where a reader stands after a page.
  ///
  /// Behind the end of a log there is no item that could tell which log it is: who was told to wait there waits.
  func afterReading(_ page: NotificationPage) -> LogPosition {
    page.readUpTo.id > id || (page.readUpTo.id == id && page.readUpTo.digest != nil) ? page.readUpTo : self
  }
}
