extension Projector {
  /// Waits until the view has what a notification stands for, or the notification does not concern it: to read what one
  /// has just written.
  ///
  ///     let ids = try await recorder.append(items)
  ///     try await projector.wait(for: ids[0], of: "shop", atMost: .seconds(2))
  ///
  /// Another process may be the one that brings the view on. What is parked is taken as done.
  ///
  /// - Throws: `ViewBehind` if it has not come so far in time; `NotFollowed`; `LogReplaced`; `CancellationError`;
  ///   `RecorderError`, and what reading the log throws.
  public func wait(for id: Int, of upstream: String, atMost duration: Duration) async throws {
    let upstream = try self.upstream(named: upstream)
    let end = ContinuousClock.now + duration.sleepable
    var pause = Duration.milliseconds(2)
    var looked = LogPosition.beginning
    while true {
      let prompts = signal.prompts
      let found = try await storedPosition(of: upstream)
      if found.id > looked.id { looked = found }
      if try await moveOverOthers(&looked, upTo: id, in: upstream) { return }
      let left = end - .now
      guard left > .zero else {
        throw ViewBehind(
          projection: projection.name, upstream: upstream.name, notificationID: id, found: found.id)
      }
      try await signal.wait(past: prompts, atMost: min(left, pause))
      pause = min(pause * 2, .milliseconds(250))
    }
  }

  /// How far the view has come, and what it lags behind.
  ///
  /// - Throws: `LogReplaced`, `RecorderError`, and what reading a log throws.
  public func progress() async throws -> ProjectionProgress {
    let generations = try await view.generations()
    let current = generations.first { $0.state == .current }
    var logs: [ProjectionProgress.Log] = []
    for upstream in upstreams {
      var position = try await storedPosition(of: upstream)
      let stored = position
      let newest = try await upstream.log.newestPosition()
      let isCaughtUp = try await moveOverOthers(&position, upTo: newest.id, in: upstream)
      logs.append(
        ProjectionProgress.Log(upstream: upstream.name, position: stored, newest: newest, isCaughtUp: isCaughtUp))
    }
    var parked = 0
    if let current { parked = try await view.parked(in: current.number).count }
    return ProjectionProgress(
      current: current, isBeingRebuilt: generations.contains { $0.state == .building }, logs: logs, parked: parked)
  }

  private func storedPosition(of upstream: Upstream) async throws -> LogPosition {
    guard let current = try await view.currentGeneration() else { return .beginning }
    return try await view.position(of: upstream.name, in: current.number) ?? .beginning
  }

  /// Moves a position over what does not concern the view, and sees to it that the log is the one of the position.
  ///
  /// - Returns: Whether it has come to an id.
  /// - Throws: `LogReplaced`; what reading the log throws.
  private func moveOverOthers(
    _ position: inout LogPosition, upTo id: Int, in upstream: Upstream
  ) async throws -> Bool {
    let pages = UpstreamPages(upstream.log, projection.filter, limit: 1)
    // A log that was made anew may have come to the id again, with something else.
    if position.id >= id { _ = try await pages.page(after: position) }
    while position.id < id {
      let page = try await pages.page(after: position)
      if let next = page.notifications.first { return next.id > id }
      guard page.readUpTo.id < id else { break }
      if page.isAtEnd { return false }
      position = page.readUpTo
    }
    return true
  }
}
