public import EventSourcing
public import Foundation

/// What a reaction works with: the unit of work that all its changes are recorded in, and what is derived from its cause.
public struct ReactionWork: Sendable {
  /// Everything of a reaction is recorded in it at once, together with the note that the event was dealt with.
  public let unit: UnitOfWork

  /// What it is a reaction on.
  public let cause: EventCause

  /// The name of the application that reacts.
  public let application: String

  init(unit: UnitOfWork, cause: EventCause, application: String) {
    self.unit = unit
    self.cause = cause
    self.application = application
  }

  /// The id of something that is made because of the event, always the same.
  ///
  /// A reaction that is done twice so makes the same thing twice, and the second is seen to be one. Ids that are random
  /// would make two.
  ///
  /// - Parameter label: Tells apart what one event causes.
  public func id(_ label: String) -> UUID {
    UUID(causedBy: cause, in: application, as: label)
  }

  /// Gives the aggregates of one kind as this unit has left them.
  public func repository<Entity>(of entity: Entity.Type) -> UnitRepository<Entity> {
    unit.repository(of: entity)
  }

  /// Says that an entity, which was read to decide, must not have changed when this is recorded.
  ///
  /// - Throws: `UnitOfWorkEnded`.
  public func assertUnchanged(_ entity: some EventSourced) throws {
    try unit.assertUnchanged(entity)
  }

  /// Says the same of an aggregate, as it is without its pending events.
  ///
  /// - Throws: `UnitOfWorkEnded`.
  public func assertUnchanged(_ aggregate: some Aggregate) throws {
    try unit.assertUnchanged(aggregate)
  }

  /// Adds an entry to a log, at its time or at the next free microsecond.
  ///
  /// Where it stands is part of what is recorded: give it the time of the event, so that it is the same whoever reacts.
  ///
  /// - Throws: `KindNotInCatalog`; what the mapper throws; `IDOfTwoKinds`; `UnitOfWorkEnded`.
  public func append<Payload: EventPayload>(
    _ payload: Payload, to logID: UUID, at timestamp: Timestamp = .now
  ) throws {
    try unit.append(payload, to: logID, at: timestamp)
  }

  /// Sets a deadline, or sets it anew: when it has passed, the application is told by `whenPassed`.
  ///
  /// - Parameters:
  ///   - name: Which of the reactions is called.
  ///   - id: What the deadline is for: there is one of each name for it.
  ///   - time: When it has passed, by the clock of the runner. Reckon from the time of the event.
  /// - Throws: `UnknownDeadline` if the application has no reaction of that name; what reading and storing it throws.
  public func setDeadline(_ name: String, for id: UUID, at time: Timestamp) async throws {
    try await unit.setDeadline(name, for: id, at: time)
  }

  /// Has a deadline pass by in silence; one that is not set, or has passed, is none.
  ///
  /// - Throws: What reading and storing it throws.
  public func cancelDeadline(_ name: String, for id: UUID) async throws {
    try await unit.cancelDeadline(name, for: id)
  }
}
