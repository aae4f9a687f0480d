import EventSourcing
import Foundation
import Synchronization

/// Has an application react on what happens in one upstream: one page, and one transaction, after the other.
///
/// Several may do so at once, in one process or in many: the note of how far the upstream was dealt with is moved by
/// compare-and-set, in the transaction of what was caused, so each notification takes effect once.
package final class Follower: Worker {
  private struct State {
    /// How far it has come; `nil` if that is to be read.
    var progress: SeldomWritten?

    /// Which sequences are parked; `nil` if that is to be read.
    var parked: OpenParkings?

    /// Whether it has reacted without anything to record, and not written that.
    var hasUnwrittenReactions = false

    var underWay: WorkUnderWay?
  }

  /// So long others do not see what it has reacted to without anything to record, once it has nothing else to do.
  private static let longestUnwritten = Duration.milliseconds(50)

  let host: HostedApplication
  let upstream: Upstream
  let share: Share
  let division: Division

  /// The name that the position is kept under.
  let trackingName: String

  let filter: TopicFilter
  let waiting: CausalWaiting
  private let state = Mutex(State())

  package convenience init(_ host: HostedApplication, of upstream: Upstream, share: Share = .whole) {
    self.init(host, of: upstream, share: share, in: Division(into: share.count))
  }

  init(_ host: HostedApplication, of upstream: Upstream, share: Share, in division: Division) {
    self.host = host
    self.upstream = upstream
    self.share = share
    self.division = division
    waiting = CausalWaiting(host, of: upstream.name, share: share, division: division)
    trackingName = division.trackingName(of: share, in: upstream.name)
    let known = Set(upstream.catalog.storedNames.map(ExactText.init))
    filter = .storedNames(host.application.storedNames.filter { known.contains(ExactText($0)) })
  }

  package var name: String { "\(host.application.name) < \(trackingName)" }

  package var underWay: WorkUnderWay? { state.withLock { $0.underWay } }

  package func step() async throws -> WorkerStep {
    defer { note(nil) }
    do {
      return try await dealWithPage()
    } catch is AlreadyTracked {
      // Another one has been quicker: go on from where things stand now.
      forget()
      return .moved
    } catch is ParkingOutdated {
      // So has somebody who has retried or skipped what is parked.
      state.withLock { $0.parked = nil }
      return .moved
    } catch {
      // What was recorded may not be known: it is looked at before anything is done again.
      forget()
      throw error
    }
  }

  package func waitForWork(atMost duration: Duration) async throws {
    let readUpTo = try await progress().readUpTo
    guard state.withLock({ $0.hasUnwrittenReactions }) else {
      _ = try await upstream.log.waitForNotification(after: readUpTo, atMost: duration)
      return
    }
    let isMore = try await upstream.log.waitForNotification(
      after: readUpTo, atMost: min(duration, Self.longestUnwritten))
    if !isMore { try await writeProgress() }
  }

  /// How far it has come in this process, also where that is not written; `nil` if it has not begun.
  var reached: LogPosition? { state.withLock { $0.progress?.readUpTo } }

  private func dealWithPage() async throws -> WorkerStep {
    let progress = try await progress()
    let limit = max(host.application.options.batch, 1)
    let page = try await upstream.log.page(
      NotificationQuery(after: progress.readUpTo, limit: limit, filter: filter))
    let ready = try await waiting.ready(page)
    let events = ready.page.events(in: share, from: upstream)
    guard !events.isEmpty else { return try await moveOn(to: ready) }
    try await deal(with: events)
    return .dealt(events.count)
  }

  /// Moves over what does not concern it, and writes that seldom, unless another share may wait for it.
  private func moveOn(to ready: CausalWaiting.Ready) async throws -> WorkerStep {
    let (isDue, isDemanded) = state.withLock { state in
      state.progress?.readUpTo = ready.page.readUpTo
      guard let progress = state.progress else { return (false, false) }
      return (progress.isDue, waiting.isDemanded(upTo: progress.readUpTo, past: progress.stored))
    }
    if isDue || isDemanded { try await deal(with: [], upTo: ready.page.readUpTo) }
    // What was written others are told of.
    if isDemanded { return .moved }
    return ready.isWaiting ? .waitsForOthers : ready.page.isAtEnd ? .nothing : .moved
  }
}

// MARK: - What it remembers

extension Follower {
  /// Has it read anew how far it has come, and what is parked.
  func forget() {
    state.withLock { $0 = State() }
  }

  func progress() async throws -> SeldomWritten {
    if let progress = state.withLock({ $0.progress }) { return progress }
    let progress = try await readProgress()
    state.withLock { $0.progress = progress }
    return progress
  }

  func parked() async throws -> OpenParkings {
    if let parked = state.withLock({ $0.parked }) { return parked }
    let parked = try await OpenParkings(of: upstream.name, in: host)
    state.withLock { $0.parked = parked }
    return parked
  }

  /// Looks whether others have dealt meanwhile with what comes next: then an error may only be due to that.
  ///
  /// - Throws: `AlreadyTracked` if so; `RecorderError`.
  func checkIsNext(_ event: FollowedEvent) async throws {
    let stored = try await progress().stored
    let found = try await host.recorder.lastTracked(of: trackingName)?.id ?? 0
    guard found == stored.id else {
      throw AlreadyTracked(TrackingRecord(upstream: trackingName, from: stored.id, to: event.end), found: found)
    }
  }

  /// Takes note of what it is dealing with.
  func note(_ underWay: WorkUnderWay?) {
    state.withLock { $0.underWay = underWay }
  }

  /// Takes note of what was dealt with.
  ///
  /// - Parameter isWritten: Whether that was recorded.
  func noteDealt(upTo position: LogPosition, isWritten: Bool = true, parking parked: [FollowedEvent] = []) {
    state.withLock { state in
      if isWritten { state.progress = SeldomWritten(stored: position) } else { state.progress?.readUpTo = position }
      state.hasUnwrittenReactions = !isWritten
      for event in parked { state.parked?.add(event.sequenceID) }
    }
  }
}
