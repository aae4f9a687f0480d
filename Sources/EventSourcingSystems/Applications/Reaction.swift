import EventSourcing

/// What an application does about one kind of events.
struct Reaction: Sendable {
  let storedName: String

  /// Does it, if the event is one of them.
  let react: @Sendable (any SequencedEvent, ReactionWork) async throws -> Void

  init<Event: SequencedEvent>(
    to event: Event.Type, _ react: @escaping @Sendable (Event, ReactionWork) async throws -> Void
  ) {
    storedName = Event.Payload.storedName
    self.react = { event, work in
      if let event = event as? Event { try await react(event, work) }
    }
  }
}

/// What an application does when a deadline of a name has passed.
struct DeadlineReaction: Sendable {
  let name: String
  let react: @Sendable (PassedDeadline, ReactionWork) async throws -> Void
}
