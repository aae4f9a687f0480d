public import EventSourcing
import Foundation

/// What an application has parked of one that it follows, for a person who looks after it.
///
///     let parking = Parking(of: payments, from: Upstream(orders))
///     for parked in try await parking.parked() { print(parked.topic, parked.reason) }
///     try await parking.retryParked()
///
/// It can be used while the application runs, in whatever process.
public struct Parking: Sendable {
  private let host: HostedApplication
  private let upstream: Upstream

  public init(of hosted: HostedApplication, from upstream: Upstream) {
    host = hosted
    self.upstream = upstream
  }

  /// What is parked, by sequences in the order in which they were parked, the oldest of each first.
  ///
  /// - Throws: What reading it throws.
  public func parked() async throws -> [ParkedNotification] {
    try await OpenParkings(of: upstream.name, in: host).sequences.flatMap { $0.map(\.notification) }
  }

  /// Tries what is parked again, each sequence in its order up to what fails again, with what comes behind meanwhile.
  ///
  /// Each is tried once, its effects first and under the keys that they had before. Events are read from the log again, so
  /// one that was rewritten is taken as it is now, and one that was deleted is done with.
  ///
  /// - Returns: What is parked still.
  /// - Throws: `LogReplaced` if the log is not the one from which something was parked; what reading and recording throws.
  @discardableResult
  public func retryParked() async throws -> [ParkedNotification] {
    for sequence in try await OpenParkings(of: upstream.name, in: host).sequences {
      var next = sequence.first
      while let first = next {
        guard try await retry(first) else { break }
        let sequences = try host.repository(of: ParkedSequence.self)
        let id = ParkedSequence.id(of: first.notification.sequenceID, from: upstream.name)
        next = try await sequences[id].waiting.first
      }
    }
    return try await parked()
  }

  /// Passes over a parked notification for good.
  ///
  /// What waits behind it is to be retried then.
  ///
  /// - Throws: `NotParked`; what reading and recording throws.
  public func skipParked(_ parked: ParkedNotification) async throws {
    guard ExactText(parked.upstream) == ExactText(upstream.name) else { throw NotParked(parked) }
    try await retryingOnConcurrencyError {
      try await host.recorded { unit in
        try await unit.note(.skipped(notificationID: parked.notificationID), of: parked)
      }
    }
  }

  /// Tries one again, which is the first of its sequence.
  ///
  /// - Returns: Whether the next one of the sequence can be tried: this one has not failed again.
  private func retry(_ waiting: ParkedSequence.Waiting) async throws -> Bool {
    let parked = waiting.notification
    let event = try await event(of: waiting)
    do {
      var effects = EffectsDone()
      if let event {
        // Somebody else may have been quicker.
        try await host.recorded { unit in try await unit.checkIsFirst(parked) }
        try await host.application.performEffects(of: event.event, because: event.cause, into: &effects)
      }
      let records = effects.records
      try await retryingOnConcurrencyError { try await react(to: event, recording: records, of: parked) }
      return true
    } catch is NotParked {
      return true
    } catch  where isOfReaction(error) && !(error is StoredButNotHandled) {
      let reason = FailureReason.text(of: error)
      do {
        try await retryingOnConcurrencyError {
          try await host.recorded { unit in
            try await unit.note(.failedAgain(notificationID: parked.notificationID, reason: reason), of: parked)
          }
        }
      } catch is NotParked {
        // It has failed because somebody else has dealt with it.
        return true
      }
      return false
    }
  }

  private func react(
    to event: FollowedEvent?, recording records: [Effect.Record], of parked: ParkedNotification
  ) async throws {
    let application = host.application
    try await host.recorded { unit in
      try await unit.checkIsFirst(parked)
      if let event {
        try await withTimeLimit(application.options.timeLimit, of: application.name) {
          try await application.react(to: event.event, because: event.cause, recording: records, in: unit)
        }
      }
      try await unit.note(.retried(notificationID: parked.notificationID), of: parked)
    }
  }

  /// What is parked, as its log has it now; `nil` if it was deleted there.
  ///
  /// - Throws: `LogReplaced` if the log is not the one from which it was parked.
  private func event(of waiting: ParkedSequence.Waiting) async throws -> FollowedEvent? {
    let parked = waiting.notification
    // It throws if another item is there, or none is and none was deleted.
    _ = try await upstream.log.page(NotificationQuery(after: waiting.place, limit: 1))
    let before = LogPosition(id: max(parked.notificationID, 1) - 1)
    let found = try await upstream.log.page(NotificationQuery(after: before, limit: 1)).notifications.first
    guard let found, found.id == parked.notificationID else { return nil }
    return FollowedEvent(found, at: waiting.place, end: waiting.place, from: upstream)
  }
}
