import EventSourcing
import Foundation
import Synchronization

/// Has an application react on what happens in one upstream: one page, and one transaction, after the other.
///
/// Several may do so at once, in one process or in many: the note of how far the upstream was dealt with is moved by
/// compare-and-set, in the transaction of what was caused, so each notification takes effect once.
final class Follower: Worker {
  private struct State {
    /// How far it has come; `nil` if that is to be read.
    var progress: SeldomWritten?

    /// Which sequences are parked; `nil` if that is to be read.
    var parked: OpenParkings?
  }

  let host: HostedApplication
  let upstream: Upstream
  let share: Share

  /// The name that the position is kept under.
  let trackingName: String

  private let filter: TopicFilter
  private let state = Mutex(State())

  init(_ host: HostedApplication, of upstream: Upstream, share: Share = .whole) {
    self.host = host
    self.upstream = upstream
    self.share = share
    trackingName = share.trackingName(of: upstream.name)
    filter = .storedNames(host.application.storedNames.filter(upstream.catalog.storedNames.contains))
  }

  var name: String { "\(host.application.name) < \(trackingName)" }

  private var application: ProcessApplication { host.application }

  func step() async throws -> WorkerStep {
    do {
      return try await dealWithPage()
    } catch is AlreadyTracked {
      // Another one has been quicker: go on from where things stand now.
      forget()
      return .moved
    } catch {
      forget()
      throw error
    }
  }

  func waitForWork(atMost duration: Duration) async throws {
    let progress = try await progress()
    _ = try await upstream.log.waitForNotification(after: progress.readUpTo, atMost: duration)
  }

  /// Has it read anew how far it has come, and what is parked.
  func forget() {
    state.withLock { $0 = State() }
  }

  private func progress() async throws -> SeldomWritten {
    if let progress = state.withLock({ $0.progress }) { return progress }
    let stored = try await host.recorder.lastTracked(of: trackingName)
    let progress = SeldomWritten(stored: stored ?? .beginning)
    state.withLock { $0.progress = progress }
    return progress
  }

  private func parked() async throws -> OpenParkings {
    if let parked = state.withLock({ $0.parked }) { return parked }
    let parked = try await OpenParkings(of: upstream.name, in: host)
    state.withLock { $0.parked = parked }
    return parked
  }
}

// MARK: - Dealing with a page

extension Follower {
  private func dealWithPage() async throws -> WorkerStep {
    var progress = try await progress()
    let page = try await upstream.log.page(
      NotificationQuery(after: progress.readUpTo, limit: max(application.options.batch, 1), filter: filter))
    let mine = page.notifications.filter { share.contains($0.item.sequenceID) }
    guard !mine.isEmpty else {
      let isMoved = page.readUpTo.id > progress.readUpTo.id
      progress.readUpTo = page.readUpTo
      state.withLock { [progress] in $0.progress = progress }
      if progress.isDue { try await deal(with: [], upTo: page.readUpTo) }
      return page.isAtEnd ? .nothing : isMoved ? .moved : .nothing
    }
    var left = mine[...]
    while !left.isEmpty {
      let together = left.prefix { !asksForEffect($0) }
      left = left[together.endIndex...]
      let next = left.first
      if !together.isEmpty {
        try await dealOneByOneIfNeeded(with: together, upTo: end(of: together, in: page, isLast: next == nil))
      }
      if let next {
        left = left.dropFirst()
        try await dealWithOne(next, upTo: left.isEmpty ? page.readUpTo : page.position(after: next))
      }
    }
    return .dealt(mine.count)
  }

  private func end(
    of notifications: ArraySlice<ItemNotification>, in page: NotificationPage, isLast: Bool
  ) -> LogPosition {
    guard !isLast, let last = notifications.last else { return page.readUpTo }
    return page.position(after: last)
  }

  /// Whether something is asked for in the world because of a notification; one that cannot be read fails later.
  private func asksForEffect(_ notification: ItemNotification) -> Bool {
    guard !application.effects.isEmpty else { return false }
    guard let event = try? upstream.catalog.event(from: notification.item) else { return false }
    return application.effects.contains { effect in
      do { return try effect.asks(event) != nil } catch { return true }
    }
  }

  private func dealOneByOneIfNeeded(
    with notifications: ArraySlice<ItemNotification>, upTo position: LogPosition
  ) async throws {
    if notifications.count > 1 {
      do {
        return try await deal(with: notifications, upTo: position)
      } catch  where error is ConcurrencyError || isOfReaction(error) {
        // Again one by one, so that each has its own outcome.
      }
    }
    for notification in notifications {
      let isLast = notification.id == notifications.last?.id
      try await dealWithOne(
        notification,
        upTo: isLast
          ? position : LogPosition(id: notification.id, log: position.log, digest: ItemDigest(of: notification.item)))
    }
  }

  /// Deals with a notification again and again, in pauses that grow, as often as the options say; then it stops, or is
  /// parked.
  private func dealWithOne(_ notification: ItemNotification, upTo position: LogPosition) async throws {
    var pauses = GrowingPauses(first: application.options.pause)
    var attempts = 0
    while true {
      do {
        let records = try await performEffects(of: notification)
        return try await retryingOnConcurrencyError {
          try await deal(with: [notification], recording: records, upTo: position)
        }
      } catch  where error is ConcurrencyError || isOfReaction(error) {
        attempts += 1
        if attempts >= max(application.options.attempts, 1) {
          return try await stopOrPark(notification, error, attempts: attempts, upTo: position)
        }
        try await Pace.current.sleep(for: pauses.next())
      }
    }
  }

  /// Does what is asked for in the world because of a notification, unless that waits behind a parked one.
  private func performEffects(of notification: ItemNotification) async throws -> [Effect.Record] {
    guard !application.effects.isEmpty, try await !parked().contains(notification.item.sequenceID) else { return [] }
    return try await application.performEffects(
      of: upstream.catalog.event(from: notification.item), because: cause(notification))
  }

  /// Reacts on some notifications, in one transaction with the note that they were dealt with.
  private func deal(
    with notifications: ArraySlice<ItemNotification>, recording records: [Effect.Record] = [],
    upTo position: LogPosition
  ) async throws {
    let (parked, progress) = (try await parked(), try await progress())
    let tracking = TrackingRecord(upstream: trackingName, from: progress.stored.id, to: position)
    let waiting = notifications.filter { parked.contains($0.item.sequenceID) }
    guard waiting.isEmpty || parked.count + waiting.count <= application.options.onFailure.limit else {
      throw failure(waiting[waiting.startIndex], nil)
    }
    try await host.units.perform(tracking: tracking) { [self] unit in
      for notification in notifications {
        if parked.contains(notification.item.sequenceID) {
          try await unit.park(ParkedNotification(waiting: notification, from: upstream.name))
        } else {
          try await application.react(
            to: upstream.catalog.event(from: notification.item), because: cause(notification), recording: records,
            in: unit)
        }
      }
    }
    state.withLock { state in
      state.progress = SeldomWritten(stored: position)
      if !waiting.isEmpty { state.parked = nil }
    }
  }

  private func stopOrPark(
    _ notification: ItemNotification, _ error: any Error, attempts: Int, upTo position: LogPosition
  ) async throws {
    let (parked, progress) = (try await parked(), try await progress())
    let limit = application.options.onFailure.limit
    guard limit > 0, !(error is ReactionFailed) else { throw failure(notification, error) }
    guard parked.count < limit else { throw failure(notification, error, isParkingFull: true) }
    let tracking = TrackingRecord(upstream: trackingName, from: progress.stored.id, to: position)
    try await host.units.perform(tracking: tracking) { [upstream] unit in
      try await unit.park(ParkedNotification(failed: notification, from: upstream.name, error, attempts: attempts))
    }
    state.withLock { state in
      state.progress = SeldomWritten(stored: position)
      state.parked = nil
    }
  }

  private func cause(_ notification: ItemNotification) -> EventCause {
    EventCause(
      application: upstream.name, sequence: notification.item.sequenceID, position: notification.item.position)
  }

  private func failure(
    _ notification: ItemNotification, _ error: (any Error)?, isParkingFull: Bool = false
  ) -> ReactionFailed {
    ReactionFailed(
      application: application.name, upstream: upstream.name, notification: notification,
      isParkingFull: isParkingFull || error == nil, underlying: error)
  }
}
