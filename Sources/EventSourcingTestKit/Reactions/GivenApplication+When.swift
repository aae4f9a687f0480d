public import EventSourcing
import EventSourcingSystems
public import Foundation
import Synchronization

extension GivenApplication {
  /// Has something happen to an entity of an application that is followed.
  ///
  /// Meanwhile the time stands still: `Timestamp.now` is what `EventClock.current` says when this is called.
  ///
  /// - Parameters:
  ///   - payload: What has happened.
  ///   - id: The entity's.
  ///   - upstream: The name of the application that is followed.
  ///   - version: How many events of the entity there were before.
  ///   - time: When it has happened: now, unless given.
  ///   - metadata: What is known about the event.
  /// - Throws: `ScenarioFailed`, and what storing throws, if what was given is impossible. What the application throws is
  ///   kept for `thenThrows`.
  public func when<Payload: EventPayload>(
    _ payload: Payload, of id: UUID, in upstream: String, version: Int = 0, at time: Timestamp? = nil,
    metadata: EventMetadata = EventMetadata()
  ) async throws -> ReactionOutcome {
    let now = Timestamp.now
    let event = DomainEvent(
      entityID: id, entityVersion: version, timestamp: time ?? now, payload: payload, metadata: metadata)
    return try await outcome(
      of: event, because: EventCause(application: upstream, sequence: id, position: version), at: now)
  }

  /// Has something be entered into a log of an application that is followed.
  ///
  /// - Parameters:
  ///   - entry: What is entered.
  ///   - logID: Which log it is.
  ///   - upstream: The name of the application that is followed.
  ///   - time: When it was entered: now, unless given.
  ///   - metadata: What is known about the entry.
  /// - Throws: As for an entity.
  public func when<Payload: EventPayload>(
    entry: Payload, in logID: UUID, of upstream: String, at time: Timestamp? = nil,
    metadata: EventMetadata = EventMetadata()
  ) async throws -> ReactionOutcome {
    let now = Timestamp.now
    let event = TimestampedEvent(logID: logID, timestamp: time ?? now, payload: entry, metadata: metadata)
    return try await outcome(
      of: event,
      because: EventCause(application: upstream, sequence: logID, position: event.timestamp.microseconds), at: now)
  }

  /// Has a deadline pass that was set for a time, after those that were given and pass before it.
  ///
  /// Meanwhile the time stands still: `Timestamp.now` is when the deadline is due.
  ///
  /// - Parameters:
  ///   - name: The one that it was set under.
  ///   - id: What it is for.
  ///   - time: When it passes.
  /// - Throws: As for an entity.
  public func whenPassed(_ name: String, for id: UUID, at time: Timestamp) async throws -> ReactionOutcome {
    let given = and(deadline: name, for: id, at: time)
    let cause = try await given.hosted { _, _ in throw CancellationError() }.causeOfPassing(of: name, for: id)
    let pass: (HostedApplication) async throws -> Void = { try await $0.rehearsePassing(of: name, for: id) }
    return ReactionOutcome(
      application: application, cause: cause, first: try await given.trial(pass), again: try await given.trial(pass))
  }

  private func outcome(
    of event: any SequencedEvent, because cause: EventCause, at now: Timestamp
  ) async throws -> ReactionOutcome {
    let clock = EventClock { now }
    let (first, again) = try await EventClock.$current.withValue(clock) {
      (
        try await trial { try await $0.rehearse(event, because: cause) },
        try await trial { try await $0.rehearse(event, because: cause) }
      )
    }
    return ReactionOutcome(application: application, cause: cause, first: first, again: again)
  }

  /// Does something on what was given, and looks at what has come of it.
  private func trial(_ body: (HostedApplication) async throws -> Void) async throws -> ReactionTrial {
    let asked = Mutex<[ReactionTrial.Asked]>([])
    let hosted = try await hosted { [answers] request, call in
      asked.withLock { $0.append(ReactionTrial.Asked(effect: call.effect, key: call.key, request: request)) }
      guard let answer = answers.last(where: { $0.effect.utf8.elementsEqual(call.effect.utf8) }) else {
        throw ScenarioFailed(
          "The effect “\(call.effect)” was asked for, and the test does not say what comes of it: use answering(_:with:)."
        )
      }
      return try await answer.outcome(request)
    }
    let start = try await hosted.recorder.newestPosition().id
    var failure: (any Error)?
    do { try await body(hosted) } catch { failure = error }
    // A test that does not say enough, or something else than the application has, is no refusal of the application.
    if let failure = failure as? ScenarioFailed { throw failure }
    if let failure = failure as? WrongOutcome { throw ScenarioFailed("\(failure)") }
    return try await ReactionTrial(
      of: hosted, after: start, asked: asked.withLock { $0 }, failure: failure)
  }

  /// The application with what was given.
  private func hosted(_ answer: @escaping EffectAnswer) async throws -> HostedApplication {
    let hosted = HostedApplication(rehearsing: application, in: InMemoryRecorder(), answering: answer)
    for give in given { try await give(hosted) }
    return hosted
  }
}
