import EventSourcing

extension NotificationLogService {
  func section(_ id: String, _ query: String) async throws -> SectionJSON {
    _ = try QueryParameters(query, names: [])
    let section = try await log.section(id)
    let isNewest = id.utf8.elementsEqual(SectionID.current.utf8)
    // Of the newest the last are wanted.
    let items =
      isNewest
      ? Array(Array(section.items.reversed()).fitting(options.largestAnswer, limit: options.largestLimit).reversed())
      : section.items.fitting(options.largestAnswer, limit: options.largestLimit)
    guard items.count < section.items.count, let first = items.first, let last = items.last else {
      return SectionJSON(section)
    }
    let name = SectionID(first: first.id, last: last.id).text
    guard !isNewest else {
      let cut = section.items.first.map { SectionID(first: $0.id, last: first.id - 1).text }
      return SectionJSON(NotificationSection(id: name, items: items, previousID: cut, nextID: section.nextID))
    }
    return SectionJSON(
      NotificationSection(
        id: name, items: items, previousID: section.previousID,
        nextID: SectionID(first: last.id.plus(1), last: last.id.plus(section.items.count)).text))
  }

  func page(_ query: String) async throws -> PageJSON {
    let parameters = try QueryParameters(
      query, names: ["after", "log", "digest", "limit", "rows", "topics", "names", "filter", "wait"])
    var query = NotificationQuery(
      after: try parameters.position(),
      limit: min(try parameters.number("limit", from: 1) ?? options.largestLimit, options.largestLimit),
      filter: try parameters.filter())
    query.rows = min(try parameters.number("rows", from: 1) ?? query.rows, query.rows)
    let page = try await fullPage(query, waiting: try parameters.seconds("wait"))
    let items = page.notifications.fitting(options.largestAnswer, limit: options.largestLimit)
    guard items.count < page.notifications.count, let last = items.last else { return PageJSON(page) }
    return PageJSON(NotificationPage(notifications: items, readUpTo: page.position(after: last), isAtEnd: false))
  }

  /// As many as are wanted, from a start on, as `get_notifications` of the Python library has it: fewer only where
  /// there are no more, since its readers take none for the end.
  func list(_ query: String) async throws -> [NotificationJSON] {
    let parameters = try QueryParameters(
      query, names: ["start", "limit", "stop", "topics", "names", "filter", "inclusive_of_start", "wait"])
    let limit = try parameters.number("limit", from: 1) ?? min(10, options.largestLimit)
    guard limit <= options.largestLimit else {
      throw Refusal.badRequest("“limit” is larger than \(options.largestLimit), the most that is answered here.")
    }
    let start = try parameters.number("start") ?? 0
    let isInclusive = try parameters.flag("inclusive_of_start") ?? true
    let stop = try parameters.number("stop") ?? .max
    let wait = ContinuousClock.now + min(try parameters.seconds("wait"), options.longestWait)

    var found: [ItemNotification] = []
    var query = NotificationQuery(
      after: LogPosition(id: isInclusive ? max(start, 1) - 1 : start), limit: limit, filter: try parameters.filter())
    while found.count < limit, query.after.id < stop {
      try Task.checkCancellation()
      let page = try await firstPage(query, waiting: found.isEmpty ? wait - .now : .zero)
      found += page.notifications.prefix { $0.id <= stop }
      guard !page.isAtEnd else { break }
      query.after = LogPosition(id: page.readUpTo.id)
      query.limit = limit - found.count
    }
    return found.fitting(options.largestAnswer, limit: limit).map(NotificationJSON.init)
  }

  /// The next page, read in pieces that grow, up to where an answer is full: of large items few are read that would be cut
  /// off.
  private func fullPage(_ query: NotificationQuery, waiting duration: Duration) async throws -> NotificationPage {
    var (piece, found) = (query, [ItemNotification]())
    var size = 32
    while true {
      piece.limit = min(size, query.limit - found.count)
      let page = try await firstPage(piece, waiting: found.isEmpty ? duration : .zero)
      found += page.notifications
      let isFull = found.fitting(options.largestAnswer, limit: query.limit).count < found.count
      // A piece that is short has looked at as many rows as it may.
      if isFull || found.count >= query.limit || page.isAtEnd || page.notifications.count < piece.limit {
        return NotificationPage(notifications: found, readUpTo: page.readUpTo, isAtEnd: page.isAtEnd)
      }
      piece.after = page.readUpTo
      size = size.times(2)
    }
  }

  /// The next page; if there is nothing, the next one with something in it, as far as it comes in time.
  private func firstPage(_ query: NotificationQuery, waiting duration: Duration) async throws -> NotificationPage {
    let end = ContinuousClock.now + min(duration, options.longestWait)
    var query = query
    while true {
      let page = try await log.page(query)
      let left = end - .now
      guard page.notifications.isEmpty, page.isAtEnd, left > .zero else { return page }
      // Who does not say which log it has read is not told that it is another one.
      query.after = query.after.log == nil ? LogPosition(id: page.readUpTo.id) : page.readUpTo
      _ = try await log.waitForNotification(after: query.after, atMost: left)
    }
  }
}

extension [ItemNotification] {
  /// As many of the first ones as an answer has room for, but one at least.
  fileprivate func fitting(_ bytes: Int, limit: Int) -> [ItemNotification] {
    var left = Swift.max(bytes, 0)
    var count = 0
    for notification in self.prefix(limit) {
      let item = notification.item
      // Base64 makes four of three; the names and numbers take some 250.
      left -= 250 + item.data.count / 3 * 4 + item.topic.utf8.count + (item.metadata?.utf8.count ?? 0)
      guard left >= 0 || count == 0 else { break }
      count += 1
    }
    return Array(prefix(count))
  }
}
