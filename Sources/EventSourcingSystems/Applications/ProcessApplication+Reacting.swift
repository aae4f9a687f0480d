import EventSourcing
import Foundation

extension ProcessApplication {
  /// So many events of its own an application reacts on because of one event.
  private static let mostOwnEvents = 10_000

  /// The stored names of what it reacts on.
  var storedNames: [String] {
    var seen: Set<ExactText> = []
    return (reactions.map(\.storedName) + effects.map(\.storedName)).filter { seen.insert(ExactText($0)).inserted }
  }

  /// Reacts on an event, within a unit of work.
  ///
  /// - Parameter records: What came of the effects of the event.
  /// - Throws: What a reaction throws; `EndlessReaction`.
  func react(
    to event: any SequencedEvent, because cause: EventCause, recording records: [Effect.Record] = [],
    in unit: UnitOfWork
  ) async throws {
    unit.beginDecision()
    try await reacting(in: unit) {
      try await EventMetadata.$current.withValue(.caused(by: cause, event.metadata)) {
        let work = ReactionWork(unit: unit, cause: cause, application: name)
        for reaction in reactions { try await reaction.react(event, work) }
        for record in records { try await record(work) }
      }
    }
  }

  /// Reacts on a deadline that has passed, within a unit of work.
  ///
  /// - Throws: `UnknownDeadline` if it has no reaction of that name; what a reaction throws; `EndlessReaction`.
  func react(
    to deadline: PassedDeadline, because cause: EventCause, _ metadata: EventMetadata, in unit: UnitOfWork
  ) async throws {
    try checkDeadline(deadline.name)
    try await reacting(in: unit) {
      try await EventMetadata.$current.withValue(.caused(by: cause, metadata)) {
        let work = ReactionWork(unit: unit, cause: cause, application: name)
        for reaction in deadlineReactions where reaction.name.utf8.elementsEqual(deadline.name.utf8) {
          try await reaction.react(deadline, work)
        }
      }
    }
  }

  /// Does something, and reacts on the events that it makes, if the application does that.
  private func reacting(in unit: UnitOfWork, _ body: () async throws -> Void) async throws {
    guard reactsToOwnEvents else { return try await body() }
    var next = unit.published().endIndex
    try await body()
    var count = 0
    while let event = unit.published(from: next).first {
      next += 1
      count += 1
      guard count <= Self.mostOwnEvents else { throw EndlessReaction(application: name, events: count) }
      try await react(toOwn: event, in: unit)
    }
  }

  private func react<Event: AnyDomainEvent>(toOwn event: Event, in unit: UnitOfWork) async throws {
    guard let event = event as? any SequencedEvent & AnyDomainEvent else { return }
    let cause = EventCause(application: name, sequence: event.entityID, position: event.entityVersion)
    try await EventMetadata.$current.withValue(.caused(by: cause, event.metadata)) {
      let work = ReactionWork(unit: unit, cause: cause, application: name)
      for reaction in reactions { try await reaction.react(event, work) }
    }
  }
}

extension EventMetadata {
  /// What is known about the events that another one causes: which, and what ties all together that came of one request.
  static func caused(by cause: EventCause, _ metadata: EventMetadata) -> EventMetadata {
    // The same as `EventMetadata.cause`, written once.
    let text = cause.description
    var caused = EventMetadata(["cause": text])
    caused.correlation = metadata.correlation ?? text
    return caused
  }
}
