import EventSourcing
import Foundation

extension Follower {
  private var application: ProcessApplication { host.application }

  /// Deals with the events of a page: together, but for those about which something is to be done in the world.
  func deal(with events: [FollowedEvent]) async throws {
    var left = events[...]
    while !left.isEmpty {
      let together = left.prefix { !asksForEffect($0) }
      left.removeFirst(together.count)
      try await dealTogetherIfPossible(with: together)
      if let alone = left.popFirst() { try await dealWithOne(alone) }
    }
  }

  /// Whether something is asked for in the world because of an event; one that cannot be read fails later.
  private func asksForEffect(_ event: FollowedEvent) -> Bool {
    guard !application.effects.isEmpty, let event = try? event.event else { return false }
    return application.asksForEffect(of: event)
  }

  private func dealTogetherIfPossible(with events: ArraySlice<FollowedEvent>) async throws {
    if events.count > 1, let last = events.last {
      do {
        // Who was only slower than another one decides again. More than a few times it would always be too slow.
        return try await retryingOnConcurrencyError(attempts: 3) { try await deal(with: events, upTo: last.end) }
      } catch  where canFail(error) {
        // Again one by one, so that each has its own outcome.
      }
    }
    for event in events { try await dealWithOne(event) }
  }

  /// Deals with an event again and again, in pauses that grow, as often as the options say; then it stops, or is parked.
  private func dealWithOne(_ event: FollowedEvent) async throws {
    var pauses = GrowingPauses(first: application.options.pause)
    var attempts = 0
    var effects = EffectsDone()
    while true {
      do {
        try await performEffects(of: event, into: &effects)
        let records = effects.records
        return try await retryingOnConcurrencyError {
          try await deal(with: [event], upTo: event.end, recording: records)
        }
      } catch is ParkingFull {
        throw try await failureWhereParkingIsFull(event, nil)
      } catch  where canFail(error) {
        try await checkIsNext(event)
        attempts += 1
        if attempts >= application.options.attempts || lasts(error) {
          return try await stopOrPark(event, error, attempts: attempts)
        }
        try await Pace.current.sleep(for: pauses.next())
      }
    }
  }

  /// Whether an error is an outcome of a reaction; if all was recorded, and only a subscriber has failed, it is none.
  private func canFail(_ error: any Error) -> Bool {
    isOfReaction(error) && !(error is StoredButNotHandled) && !(error is ParkingOutdated)
  }

  /// Does what is asked for in the world because of an event, unless that waits behind a parked one.
  private func performEffects(of event: FollowedEvent, into done: inout EffectsDone) async throws {
    guard done.count < application.effects.count, asksForEffect(event) else { return }
    guard try await !parked().contains(event.sequenceID) else { return }
    // What another one has done need not be done twice, though it may.
    try await checkIsNext(event)
    note(event.underWay)
    try await application.performEffects(of: event.event, because: event.cause, into: &done)
  }

  /// Reacts on some events, in one transaction with the note that they were dealt with.
  ///
  /// - Throws: `ParkingFull`, `ParkingOutdated`; what a reaction and recording throws.
  func deal(
    with events: ArraySlice<FollowedEvent>, upTo position: LogPosition, recording records: [Effect.Record] = []
  ) async throws {
    let (parked, progress) = (try await parked(), try await progress())
    let tracking = TrackingRecord(upstream: trackingName, from: progress.stored.id, to: position)
    let isDemanded = waiting.isDemanded(upTo: position, past: progress.stored)
    let waiting = events.filter { parked.contains($0.sequenceID) }
    // Where nothing comes of it, it may as well be done again: that it was done is written seldom. An effect is not.
    let isTrackedAlone = events.isEmpty || !records.isEmpty || progress.isDue || isDemanded
    let isWritten = try await perform(tracking: tracking, isTrackedAlone: isTrackedAlone) { [self] unit in
      guard waiting.isEmpty || parked.count.plus(waiting.count) <= application.options.onFailure.limit else {
        throw ParkingFull()
      }
      for event in events {
        note(event.underWay)
        if parked.contains(event.sequenceID) {
          try await unit.parkBehind(event, from: upstream.name)
        } else {
          try await withTimeLimit(application.options.timeLimit, of: application.name) { [application] in
            try await application.react(to: event.event, because: event.cause, recording: records, in: unit)
          }
        }
      }
    }
    noteDealt(upTo: position, isWritten: isWritten, parking: waiting)
  }

  private func stopOrPark(_ event: FollowedEvent, _ error: any Error, attempts: Int) async throws {
    let (parked, progress) = (try await parked(), try await progress())
    guard application.options.onFailure.limit > 0 else { throw failure(event, error) }
    guard parked.count < application.options.onFailure.limit else {
      throw try await failureWhereParkingIsFull(event, error)
    }
    let tracking = TrackingRecord(upstream: trackingName, from: progress.stored.id, to: event.end)
    // Others may park of the same upstream at the same time, and all are in one register.
    try await retryingOnConcurrencyError {
      _ = try await perform(tracking: tracking) { [upstream] unit in
        try await unit.park(event, from: upstream.name, error, attempts: attempts)
      }
    }
    noteDealt(upTo: event.end, parking: [event])
  }

  /// What is thrown where as many are parked as may be; if somebody has dealt with some meanwhile, that it is to be
  /// looked at again.
  private func failureWhereParkingIsFull(
    _ event: FollowedEvent, _ error: (any Error)?
  ) async throws -> any Error {
    let parked = try await OpenParkings(of: upstream.name, in: host)
    guard parked.count >= application.options.onFailure.limit else { return ParkingOutdated() }
    return failure(event, error, isParkingFull: true)
  }

  private func failure(
    _ event: FollowedEvent, _ error: (any Error)?, isParkingFull: Bool = false
  ) -> ReactionFailed {
    ReactionFailed(
      application: application.name, upstream: upstream.name, notification: event.notification,
      isParkingFull: isParkingFull, underlying: error)
  }
}

/// Whether an error comes again however often the same is tried: nobody but a person changes what is stored, or the code.
func lasts(_ error: any Error) -> Bool {
  error is UnreadableItem || error is UnknownDeadline || error is KindNotInCatalog || error is EndlessReaction
}

/// As many notifications are parked as may be.
private struct ParkingFull: Error {}
