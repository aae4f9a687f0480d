/// Brings one generation of a view on in one log.
struct LogFollower<V: View>: Sendable {
  let projector: Projector<V>
  let upstream: Projector<V>.Upstream
  let generation: ViewGeneration
  private(set) var progress: SeldomWritten

  init(_ projector: Projector<V>, _ upstream: Projector<V>.Upstream, in generation: ViewGeneration) async throws {
    self.projector = projector
    self.upstream = upstream
    self.generation = generation
    let stored = try await projector.view.position(of: upstream.name, in: generation.number)
    progress = SeldomWritten(stored: stored ?? .beginning)
  }

  /// Deals with all that there is when it begins, and with what comes meanwhile in the same pages: where others write faster
  /// than this reads, it would not come to an end else.
  ///
  /// - Throws: `ProjectionFailed`; what changing the view, and reading the log, throws.
  mutating func catchUp() async throws {
    let pages = UpstreamPages(upstream.log, projector.projection.filter, limit: projector.options.batch)
    var page = try await pages.page(after: progress.readUpTo)
    let end = page.isAtEnd ? page.readUpTo.id : try await upstream.log.newestPosition().id
    while !page.isAtEnd, page.readUpTo.id < end {
      // The next page is read while this one is dealt with.
      let position = page.readUpTo
      async let next = pages.page(after: position)
      try await take(page)
      page = try await next
    }
    try await take(page)
  }

  /// Waits until there may be more, for a while.
  mutating func waitForMore() async throws {
    let isMore = try await upstream.log.waitForNotification(
      after: progress.readUpTo, atMost: SeldomWritten.longestUnwritten)
    if !isMore, progress.isDue { try await writeProgress() }
  }

  /// Writes how far it has come, if that is not written yet.
  mutating func writeProgress() async throws {
    guard progress.readUpTo.id > progress.stored.id else { return }
    try await change([], to: progress.readUpTo)
  }

  private mutating func take(_ page: NotificationPage) async throws {
    if page.notifications.isEmpty {
      progress.readUpTo = page.readUpTo
      if progress.isDue { try await writeProgress() }
      return
    }
    do {
      try await change(page.notifications, to: page.readUpTo)
    } catch  where isOfReaction(error) {
      // Again one by one, so that each has its own outcome.
      for notification in page.notifications {
        let isLast = notification.id == page.notifications.last?.id
        try await takeOne(notification, to: isLast ? page.readUpTo : page.position(after: notification))
      }
    }
  }

  private mutating func takeOne(_ notification: ItemNotification, to position: LogPosition) async throws {
    do {
      try await change([notification], to: position)
    } catch let error as ParkingFull {
      throw failure(notification, error, isParkingFull: true)
    } catch  where isOfReaction(error) {
      guard case .park = projector.options.onFailure else { throw failure(notification, error) }
      do {
        try await park(notification, error, to: position)
      } catch is ParkingFull {
        throw failure(notification, error, isParkingFull: true)
      }
    }
  }

  private func failure(
    _ notification: ItemNotification, _ error: any Error, isParkingFull: Bool = false
  ) -> ProjectionFailed {
    ProjectionFailed(
      projection: projector.projection.name, upstream: upstream.name, notification: notification,
      isParkingFull: isParkingFull, underlying: error)
  }

  /// Changes the view by some notifications, all or none.
  private mutating func change(_ notifications: [ItemNotification], to position: LogPosition) async throws {
    let (projection, name, limit) = (projector.projection, upstream.name, projector.options.onFailure.limit)
    try await move(to: position) { content, parked in
      var behind: [ParkingChange] = []
      for notification in notifications {
        guard parked.contains(notification.item.sequenceID) else {
          try projection.apply(notification.item, to: &content)
          continue
        }
        guard parked.total + behind.count < limit else { throw ParkingFull() }
        behind.append(.parked(ParkedNotification(waiting: notification, from: name)))
      }
      return behind
    }
  }

  private mutating func park(
    _ notification: ItemNotification, _ error: any Error, to position: LogPosition
  ) async throws {
    let limit = projector.options.onFailure.limit
    let parking = ParkedNotification(failed: notification, from: upstream.name, error, attempts: 1)
    try await move(to: position) { _, parked in
      guard parked.total < limit else { throw ParkingFull() }
      return [.parked(parking)]
    }
  }

  private mutating func move(
    to position: LogPosition, _ body: @escaping @Sendable (inout V.Content, ParkedSequences) throws -> [ParkingChange]
  ) async throws {
    let tracking = TrackingRecord(upstream: upstream.name, from: progress.stored.id, to: position)
    try await projector.view.change(
      ViewChange(
        generation: generation.number, state: generation.state, upstream: upstream.name, tracking: tracking, body: body)
    )
    progress = SeldomWritten(stored: position)
    projector.signal.prompt()
  }
}

/// Reads a log in pages of what a projection wants of it.
struct UpstreamPages: Sendable {
  private let log: any NotificationLog
  private let filter: TopicFilter
  private let limit: Int

  init(_ log: any NotificationLog, _ filter: TopicFilter, limit: Int) {
    self.log = log
    self.filter = filter
    self.limit = limit
  }

  func page(after position: LogPosition) async throws -> NotificationPage {
    try await log.page(NotificationQuery(after: position, limit: limit, filter: filter))
  }
}

/// As many notifications are parked as may be.
struct ParkingFull: SayableError {
  var description: String { "it would have to wait behind another one of its sequence." }
}
