import EventSourcing
import Foundation
import Synchronization

/// Tells an application of its deadlines that have passed, by the clock of the task that it runs in.
///
/// It follows the application's own log for deadlines, and keeps those that have not passed in memory. How far it has come
/// is written seldom, and never beyond the newest event of one that has not passed: so after a start it finds them all.
/// Several may do this at once: that a deadline has passed is an event of it, so one comes first.
///
/// A deadline whose reaction fails is not parked, whatever the options say: the worker stops before it.
package final class DeadlineWorker: Worker {
  /// The name that its position is kept under; no application has one with a `#`.
  package static let trackingName = "#deadlines"

  /// So long it waits at most without looking at the clock, which may be set, or be another than that by which it waits.
  private static let longestWait = Duration.seconds(1)

  private struct State {
    /// How far it has looked.
    var readUpTo: LogPosition

    /// How far it may say so.
    var progress: SeldomWritten

    var pending = PendingDeadlines()

    init(stored: LogPosition) {
      readUpTo = stored
      progress = SeldomWritten(stored: stored)
    }
  }

  let host: HostedApplication
  private let state = Mutex<State?>(nil)
  private let work = Mutex<WorkUnderWay?>(nil)

  package init(_ host: HostedApplication) {
    self.host = host
  }

  package var name: String { "\(host.application.name) < deadlines" }

  package var underWay: WorkUnderWay? { work.withLock { $0 } }

  package func step() async throws -> WorkerStep {
    guard try await readOn() else { return .moved }
    if let next = state.withLock({ $0?.pending.next() }), next.due <= .now {
      defer { work.withLock { $0 = nil } }
      try await pass(next)
      return .dealt(1)
    }
    try await writeProgressIfDue()
    return .nothing
  }

  package func waitForWork(atMost duration: Duration) async throws {
    let (found, next) = state.withLock { ($0?.readUpTo, $0?.pending.next()?.due) }
    // Before the first step it does not know what it waits for.
    guard let found else { return }
    var wait = duration
    if let next {
      let (left, isOver) = next.microseconds.subtractingReportingOverflow(Timestamp.now.microseconds)
      wait = min(wait, Self.longestWait, isOver ? Self.longestWait : .microseconds(max(left, 0)))
    }
    _ = try await host.log.waitForNotification(after: found, atMost: wait)
  }
}

// MARK: - Following the log

extension DeadlineWorker {
  /// Takes note of the next page of what has happened to deadlines.
  ///
  /// - Returns: Whether that was all there is.
  /// - Throws: `UnreadableItem`; `LogReplaced`; `RecorderError`.
  private func readOn() async throws -> Bool {
    if state.withLock({ $0 == nil }) {
      let stored = try await host.recorder.lastTracked(of: Self.trackingName) ?? .beginning
      state.withLock { $0 = State(stored: stored) }
    }
    let found = state.withLock { $0?.readUpTo } ?? .beginning
    let page = try await host.log.page(
      NotificationQuery(after: found, limit: 1_000, filter: .storedNames([Deadline.Event.storedName])))
    let mapper = try host.application.storedCatalog.mapper(of: Deadline.Event.self)
    let events = try page.notifications.map { try mapper.event(from: $0.item) }
    state.withLock { state in
      var before = found
      for (event, notification) in zip(events, page.notifications) {
        state?.pending.note(event, notification, before: before)
        before = page.position(after: notification)
      }
      state?.readUpTo = page.readUpTo
    }
    return page.isAtEnd
  }

  private func writeProgressIfDue() async throws {
    let due = state.withLock { state -> SeldomWritten? in
      guard let readUpTo = state?.readUpTo else { return nil }
      let oldest = state?.pending.oldest()
      state?.progress.readUpTo = oldest?.before ?? readUpTo
      return state?.progress.isDue == true ? state?.progress : nil
    }
    guard let due else { return }
    let tracking = TrackingRecord(upstream: Self.trackingName, from: due.stored.id, to: due.readUpTo)
    do {
      try await host.recorder.append(AppendRequest([], tracking: tracking))
      state.withLock { $0?.progress = SeldomWritten(stored: due.readUpTo) }
    } catch is AlreadyTracked {
      try await readProgress()
    } catch let error as RecorderError where error.code == .unknownOutcome {
      // It is read when it is next to be written.
      state.withLock { $0?.progress = SeldomWritten(stored: due.readUpTo) }
    }
  }

  /// Takes note of how far another one has come; what this one knows of the log is true all the same.
  private func readProgress() async throws {
    let stored = try await host.recorder.lastTracked(of: Self.trackingName) ?? .beginning
    state.withLock { $0?.progress = SeldomWritten(stored: stored) }
  }
}

// MARK: - Passing

extension DeadlineWorker {
  private var application: ProcessApplication { host.application }

  private func pass(_ pending: PendingDeadline) async throws {
    var pauses = GrowingPauses(first: application.options.pause)
    var attempts = 0
    while true {
      do {
        try await retryingOnConcurrencyError { try await record(pending) }
        break
      } catch  where isOfReaction(error) && !(error is StoredButNotHandled) {
        // It may have failed because another one has been quicker.
        guard let deadline = try await stored(pending) else { break }
        attempts += 1
        guard attempts < application.options.attempts, !lasts(error) else {
          throw DeadlineFailed(
            application: application.name, deadline: PassedDeadline(deadline, pending), underlying: error)
        }
        try await Pace.current.sleep(for: pauses.next())
      }
    }
    state.withLock { $0?.pending.remove(pending) }
  }

  /// Records that a deadline has passed, and what that causes; nothing, if something has become of it meanwhile.
  private func record(_ pending: PendingDeadline) async throws {
    work.withLock {
      $0 = WorkUnderWay(
        notificationID: pending.notificationID, sequenceID: pending.id, topic: pending.topic)
    }
    try await host.recorded { [application] unit in
      let deadlines = unit.repository(of: Deadline.self)
      guard try await deadlines.contains(pending.id) else { return }
      var deadline = try await deadlines[pending.id]
      guard deadline.version == pending.position.plus(1) else { return }
      let cause = EventCause(application: application.name, sequence: pending.id, position: deadline.version)
      let setting = EventCause(application: application.name, sequence: pending.id, position: pending.position)
      let metadata = EventMetadata.caused(by: setting, pending.metadata)
      try await EventMetadata.$current.withValue(metadata) {
        try deadline.trigger(.passed)
        try await deadline.save()
      }
      let passed = PassedDeadline(deadline, pending)
      try await withTimeLimit(application.options.timeLimit, of: application.name) {
        try await application.react(to: passed, because: cause, metadata, in: unit)
      }
    }
  }

  /// The deadline, if it still is as it was seen.
  private func stored(_ pending: PendingDeadline) async throws -> Deadline? {
    let deadlines = try host.repository(of: Deadline.self)
    guard try await deadlines.contains(pending.id) else { return nil }
    let deadline = try await deadlines[pending.id]
    return deadline.version == pending.position.plus(1) ? deadline : nil
  }
}

extension PassedDeadline {
  fileprivate init(_ deadline: Deadline, _ pending: PendingDeadline) {
    self.init(name: deadline.name, subject: deadline.subject, due: pending.due)
  }
}
