package import EventSourcing
package import Foundation

extension HostedApplication {
  /// Hosts an application that does nothing in the world, since its effects are answered, and that tries everything once.
  ///
  /// - Parameters:
  ///   - application: What is hosted.
  ///   - recorder: Where everything is kept that happens in it.
  ///   - answer: What came of an effect.
  package init(
    rehearsing application: ProcessApplication, in recorder: any Recorder, answering answer: @escaping EffectAnswer
  ) {
    self.init(application.rehearsed(answering: answer), in: recorder)
  }

  /// Has the application react on an event, as it does when it follows another one, but without a note of that.
  ///
  /// - Throws: What an effect or a reaction throws, and what recording throws.
  package func rehearse(_ event: any SequencedEvent, because cause: EventCause) async throws {
    var effects = EffectsDone()
    try await application.performEffects(of: event, because: cause, into: &effects)
    let records = effects.records
    try await perform { [application] unit in
      try await application.react(to: event, because: cause, recording: records, in: unit)
    }
  }

  /// Has a deadline pass, after those that pass before it; the time stands still at when it is due.
  ///
  /// - Throws: What a reaction throws, and what recording throws.
  package func rehearsePassing(of name: String, for id: UUID) async throws {
    let deadlines = try repository(of: Deadline.self)
    guard let due = try await deadlines[Deadline.id(name, for: id)].due else { return }
    let worker = DeadlineWorker(self)
    try await EventClock.$current.withValue(EventClock { due }) {
      do {
        while try await deadlines[Deadline.id(name, for: id)].due == due { _ = try await worker.step() }
      } catch let failed as DeadlineFailed {
        throw failed.underlying
      }
    }
  }

  /// What is caused when a deadline passes next has this for a cause.
  ///
  /// - Throws: What reading the deadline throws; `EntityNotFound` if it was never set.
  package func causeOfPassing(of name: String, for id: UUID) async throws -> EventCause {
    let deadline = try await repository(of: Deadline.self)[Deadline.id(name, for: id)]
    return EventCause(application: application.name, sequence: deadline.id, position: deadline.version)
  }
}
