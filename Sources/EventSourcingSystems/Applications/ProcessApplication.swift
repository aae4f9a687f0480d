public import EventSourcing

/// An application that follows others and reacts on what happens in them: its name, its kinds of events, and its policy.
///
///     let reservations = try ProcessApplication("reservations", catalog: EventCatalog(.events(of: Reservation.Event.self)))
///       .when(Order.Event.self) { event, work in
///         guard case .placed = event.payload else { return }
///         var reservation = try Reservation.create(.made(orderID: event.entityID), id: work.id("reservation"))
///         try await reservation.save()
///       }
///
/// It is a value, and knows neither a database nor whom it follows: a `System` says who follows whom, and a runner where
/// everything is kept. It asks for all events of the kinds that it reacts on, whatever their case and version: one that
/// this program does not know stops it, or is parked, and is never passed over.
public struct ProcessApplication: Sendable {
  /// The application whose unit of work this task is in, if it is hosted.
  @TaskLocal static var current: ProcessApplication?

  /// What it is found by: its tables, its positions and the ids that it derives have the name in them.
  public let name: String

  /// The kinds of events that it stores itself, and how each is protected.
  public let catalog: EventCatalog

  public private(set) var options: ReactionOptions

  /// The catalog with the kinds of the library's own: deadlines, and what is parked.
  let storedCatalog: EventCatalog

  /// Tells two applications of one name apart: a value has that of the one that it was copied from, until it is changed.
  private(set) var identity = Identity()

  private(set) var reactions: [Reaction] = []
  private(set) var effects: [Effect] = []
  private(set) var deadlineReactions: [DeadlineReaction] = []
  private(set) var reactsToOwnEvents = false

  /// Makes an application that does not react on anything yet.
  ///
  /// - Parameters:
  ///   - name: At most 100 bytes, without a `#` and a NUL.
  ///   - catalog: The kinds of events that it stores itself.
  ///   - options: What becomes of notifications that it cannot deal with, and how much is done at once.
  /// - Throws: `InvalidApplication`, `AmbiguousKinds`.
  public init(_ name: String, catalog: EventCatalog, options: ReactionOptions = ReactionOptions()) throws {
    try InvalidApplication.check(name: name)
    self.name = name
    self.catalog = catalog
    self.options = options
    storedCatalog = try catalog.adding([
      .events(of: Deadline.Event.self), .events(of: ParkedSequence.Event.self), .events(of: ParkingRegister.Event.self),
      .events(of: PartitionRegister.Event.self), .events(of: RetiredPartition.Event.self),
    ])
  }

  /// Reacts on the events of a kind of entity; several reactions on one kind are called in the order of the code.
  ///
  /// - Parameters:
  ///   - payload: What happens to the entity, in an application that is followed.
  ///   - react: Reads and changes aggregates by the work, in one transaction with the note that the event was dealt with.
  ///     It may be called again for an event whose transaction came to nothing: it does nothing in the world, takes ids
  ///     from the work, and the time from the event or `Timestamp.now`.
  public func when<Payload: EventPayload>(
    _ payload: Payload.Type,
    _ react: @escaping @Sendable (DomainEvent<Payload>, ReactionWork) async throws -> Void
  ) -> ProcessApplication {
    changed { $0.reactions.append(Reaction(to: DomainEvent<Payload>.self, react)) }
  }

  /// Reacts on the entries of logs.
  public func when<Payload: EventPayload>(
    entriesOf payload: Payload.Type,
    _ react: @escaping @Sendable (TimestampedEvent<Payload>, ReactionWork) async throws -> Void
  ) -> ProcessApplication {
    changed { $0.reactions.append(Reaction(to: TimestampedEvent<Payload>.self, react)) }
  }

  /// Does something in the world about the events of a kind of entity, and records what came of it.
  ///
  /// An effect is done outside any transaction, one at a time, and at least once: if the process ends before the outcome
  /// is recorded it is done again under the same key, by which the other side can know a second time.
  ///
  /// - Parameters:
  ///   - payload: What happens to the entity.
  ///   - name: What the effect is known by, the same for ever: the key is made of it.
  ///   - asks: What is to be done about an event; `nil` if nothing is. It may be called again, and does nothing itself.
  ///   - does: Does it, and gives the outcome. A refusal that is to be recorded is an outcome; what is thrown is tried again,
  ///     and then stops the application or is parked.
  ///   - records: Records the outcome, in one transaction with the note that the event was dealt with.
  public func effect<Payload: EventPayload, Request: Sendable, Outcome: Sendable>(
    _ payload: Payload.Type, _ name: String,
    asks: @escaping @Sendable (DomainEvent<Payload>) throws -> Request?,
    does: @escaping @Sendable (Request, EffectCall) async throws -> Outcome,
    records: @escaping @Sendable (Outcome, DomainEvent<Payload>, ReactionWork) async throws -> Void
  ) -> ProcessApplication {
    changed { $0.effects.append(Effect(name, asks: asks, does: does, records: records)) }
  }

  /// Reacts when a deadline has passed that this application has set: see `ReactionWork.setDeadline(_:for:at:)`.
  ///
  /// - Parameters:
  ///   - name: The name that it was set under.
  ///   - react: As for an event; the note that the deadline has passed is in the same transaction.
  public func whenPassed(
    _ name: String, _ react: @escaping @Sendable (PassedDeadline, ReactionWork) async throws -> Void
  ) -> ProcessApplication {
    changed { $0.deadlineReactions.append(DeadlineReaction(name: name, react: react)) }
  }

  /// Applies the reactions to the events of entities, too, that it makes itself, within the same transaction and in their
  /// order.
  ///
  /// The entries that it adds to logs are not among them, nor is an effect done about its own events. The application
  /// cannot follow itself then: it would react twice.
  public func reactingToOwnEvents() -> ProcessApplication {
    changed { $0.reactsToOwnEvents = true }
  }

  /// The same application, which does nothing in the world, since its effects are answered, and tries everything once.
  func rehearsed(answering answer: @escaping EffectAnswer) -> ProcessApplication {
    changed { application in
      application.effects = application.effects.map { $0.answered(by: answer) }
      application.options.attempts = 1
    }
  }

  private func changed(_ change: (inout ProcessApplication) -> Void) -> ProcessApplication {
    var copy = self
    change(&copy)
    copy.identity = Identity()
    return copy
  }

  final class Identity: Sendable {}
}
