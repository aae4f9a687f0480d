import EventSourcing

extension RemoteNotificationLog {
  /// A page made of a section, for a far log that knows no pages.
  ///
  /// What is not wanted is sorted out here.
  func pageOfSection(_ query: NotificationQuery) async throws -> NotificationPage {
    let after = query.after.id
    guard after < .max else {
      return NotificationPage(notifications: [], readUpTo: query.after, isAtEnd: true)
    }
    let section = try await section(SectionID(first: after.plus(1), last: after.plus(query.rowsToLookAt)).text)
    guard let last = section.items.last else {
      return NotificationPage(notifications: [], readUpTo: query.after, isAtEnd: true)
    }
    let wanted = section.items.filter { query.filter.matches($0.item.topic) }.prefix(query.most)
    let isAll = wanted.count < query.most || wanted.last?.id == last.id
    let readUpTo = isAll ? last : wanted.last ?? last
    return NotificationPage(
      notifications: Array(wanted),
      // In the log that the reader has named: a section cannot say which one it is of.
      readUpTo: LogPosition(id: readUpTo.id, log: query.after.log, digest: ItemDigest(of: readUpTo.item)),
      isAtEnd: isAll && section.nextID == nil)
  }

  /// The newest notification, by asking for what comes after ids: each twice as far, then in the middle.
  func newestOfSections() async throws -> LogPosition {
    var newest: ItemNotification?
    var known = 0
    var emptyFrom: Int?
    var step = 1
    while known < .max, emptyFrom.map({ $0 > known + 1 }) ?? true {
      let next = emptyFrom.map { known + ($0 - known) / 2 } ?? known.plus(step)
      if let found = try await section(SectionID(first: next, last: next).text).items.last {
        newest = found
        known = found.id
        step = step.plus(step)
      } else {
        emptyFrom = next
      }
    }
    guard let newest else { return .beginning }
    return LogPosition(id: newest.id, digest: ItemDigest(of: newest.item))
  }
}
