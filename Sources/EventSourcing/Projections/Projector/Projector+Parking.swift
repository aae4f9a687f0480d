extension Projector {
  /// What is parked, by log and notification id.
  ///
  /// - Throws: `RecorderError`.
  public func parked() async throws -> [ParkedNotification] {
    guard let current = try await view.currentGeneration() else { return [] }
    return try await view.parked(in: current.number)
  }

  /// Tries what is parked again, each sequence in its order up to what fails again.
  ///
  /// Events are read from their logs again, so one that was rewritten is taken as it is now, and one that was deleted is
  /// done with. A view of an older version is made anew first.
  ///
  /// - Returns: What is parked still.
  /// - Throws: `NotFollowed`; `LogReplaced` if the log is not the one from which something was parked; `RebuildUnderWay`,
  ///   `ProjectionOutdated`, `GenerationReplaced`; what changing the view, and reading a log, throws.
  @discardableResult
  public func retryParked() async throws -> [ParkedNotification] {
    let generation = try await currentGeneration(waits: false)
    var failed: Set<ParkedPlace> = []
    for parked in try await view.parked(in: generation.number) where !failed.contains(ParkedPlace(parked)) {
      let notification = try await notification(of: parked, in: generation)
      do {
        try await retry(parked, as: notification, in: generation)
      } catch is NotParked {
        // Somebody else has dealt with it meanwhile.
      } catch  where isOfReaction(error) {
        failed.insert(ParkedPlace(parked))
        try await note(.failedAgain(parked.failedAgain(error)), in: generation)
      }
    }
    return try await view.parked(in: generation.number)
  }

  /// Has this generation of the view pass over a parked notification for good.
  ///
  /// What waits behind it is to be retried then. A rebuild comes to it again, and parks it again, or stops at it: what the
  /// code is to pass over for ever, the reaction has to.
  ///
  /// - Throws: `NotParked`; `RebuildUnderWay`, `ProjectionOutdated`, `GenerationReplaced`; `RecorderError`.
  public func skipParked(_ parked: ParkedNotification) async throws {
    try await note(.skipped(parked), in: currentGeneration(waits: false))
  }

  /// What is parked, as its log has it now; `nil` if it was deleted there.
  ///
  /// - Throws: `NotFollowed`; `LogReplaced` if the log is not the one from which it was parked.
  private func notification(
    of parked: ParkedNotification, in generation: ViewGeneration
  ) async throws -> ItemNotification? {
    let log = try upstream(named: parked.upstream).log
    if let reached = try await view.position(of: parked.upstream, in: generation.number) {
      _ = try await log.page(NotificationQuery(after: reached, limit: 1))
    }
    let before = LogPosition(id: max(parked.notificationID, 1) - 1)
    let found = try await log.page(NotificationQuery(after: before, limit: 1)).notifications.first
    guard let found, found.id == parked.notificationID else { return nil }
    guard found.item.sequenceID == parked.sequenceID, found.item.position == parked.position else {
      throw LogReplaced(position: LogPosition(id: found.id), reason: .otherItem)
    }
    return found
  }

  private func retry(
    _ parked: ParkedNotification, as notification: ItemNotification?, in generation: ViewGeneration
  ) async throws {
    let projection = projection
    try await change(parked.upstream, in: generation) { content in
      if let notification { try projection.apply(notification.item, to: &content) }
      return [.retried(parked)]
    }
  }

  private func note(_ change: ParkingChange, in generation: ViewGeneration) async throws {
    try await self.change(change.notification.upstream, in: generation) { _ in [change] }
  }

  private func change(
    _ upstream: String, in generation: ViewGeneration,
    _ body: @escaping @Sendable (inout V.Content) throws -> [ParkingChange]
  ) async throws {
    try await view.change(
      ViewChange(generation: generation.number, state: generation.state, upstream: upstream, tracking: nil) {
        content, _ in try body(&content)
      })
  }
}
