extension Projector {
  /// Says after which position of a log effects go on, whatever was done: after the log was made anew or restored.
  ///
  /// A rebuild leaves the effects where they are, so `LogReplaced` comes from them until it is said.
  ///
  /// - Parameters:
  ///   - upstream: The name of the log.
  ///   - position: That of the last notification about which nothing is to be done any more.
  /// - Throws: `NotFollowed`; `InvalidAppend.impossibleTracking` if the position is before the beginning; `RecorderError`.
  public func resetEffects(of upstream: String, to position: LogPosition) async throws {
    let name = try self.upstream(named: upstream).name
    try TrackingRecord.checkReset(of: name, to: position)
    try await view.change(
      ViewChange(
        generation: ViewGeneration.effects, state: .current, upstream: name,
        tracking: TrackingRecord(upstream: name, from: 0, to: position), resets: true
      ) { _, _ in [] })
  }

  /// Does effects until the task is cancelled, when it is this process's turn.
  func performEffects() async throws {
    try await tryingAgain { goesWell in
      try await noteBeginningOfEffects()
      while true {
        goesWell()
        if let lock = try await view.lock(.effects) {
          try await releasing(lock) { try await performEffectsOfAll(untilEnd: false) }
        }
        // Another process does them; when it ends, this one goes on.
        try await Task.sleep(for: .milliseconds(500))
      }
    }
  }

  /// Does the effects of all that there is now, unless another process does them.
  func performEffectsSoFar() async throws {
    guard let lock = try await view.lock(.effects) else { return }
    try await releasing(lock) { try await performEffectsOfAll(untilEnd: true) }
  }

  /// Notes from where on effects are done, of logs that none was ever done of.
  func noteBeginningOfEffects() async throws {
    guard !projection.effects.isEmpty else { return }
    for upstream in upstreams where try await view.position(of: upstream.name, in: ViewGeneration.effects) == nil {
      let isLater = options.effectsBegin == .afterWhatIsThere
      let position = isLater ? try await upstream.log.newestPosition() : .beginning
      do {
        try await noteEffects(of: upstream, from: .beginning, to: position)
      } catch is AlreadyTracked {
        // Somebody else has noted it.
      }
    }
  }

  private func performEffectsOfAll(untilEnd: Bool) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for upstream in upstreams { group.addTask { try await performEffects(of: upstream, untilEnd: untilEnd) } }
      try await group.waitUntilOneFails()
    }
  }

  private func performEffects(of upstream: Upstream, untilEnd: Bool) async throws {
    let pages = UpstreamPages(upstream.log, projection.filterOfEffects, limit: 100)
    let stored = try await view.position(of: upstream.name, in: ViewGeneration.effects)
    var progress = SeldomWritten(stored: stored ?? .beginning)
    while true {
      let page = try await pages.page(after: progress.readUpTo)
      for notification in page.notifications {
        try await perform(notification, from: upstream)
        // Each by itself: what was done is not done again for what comes after it.
        progress = try await noteEffects(of: upstream, from: progress.stored, to: page.position(after: notification))
      }
      progress.readUpTo = page.readUpTo
      if progress.isDue || untilEnd && page.isAtEnd && progress.readUpTo.id > progress.stored.id {
        progress = try await noteEffects(of: upstream, from: progress.stored, to: progress.readUpTo)
      }
      if page.isAtEnd {
        if untilEnd { return }
        _ = try await upstream.log.waitForNotification(
          after: progress.readUpTo, atMost: SeldomWritten.longestUnwritten)
      }
    }
  }

  private func perform(_ notification: ItemNotification, from upstream: Upstream) async throws {
    let item = notification.item
    for (number, effect) in projection.effects.enumerated() where effect.kind.matches(item.topic) {
      do {
        try await effect.perform(
          item,
          EffectKey(
            projection: projection.name, upstream: upstream.name, sequenceID: item.sequenceID, position: item.position,
            effect: number))
      } catch let error where !(error is CancellationError) {
        throw ProjectionFailed(
          projection: projection.name, upstream: upstream.name, notification: notification, underlying: error)
      }
    }
  }

  @discardableResult
  private func noteEffects(
    of upstream: Upstream, from: LogPosition, to position: LogPosition
  ) async throws -> SeldomWritten {
    try await view.change(
      ViewChange(
        generation: ViewGeneration.effects, state: .current, upstream: upstream.name,
        tracking: TrackingRecord(upstream: upstream.name, from: from.id, to: position)
      ) { _, _ in [] })
    return SeldomWritten(stored: position)
  }
}
