public import EventSourcing
public import Foundation
import Synchronization

/// Tests a decision of an entity: given what happened, when a command comes, then this happens.
///
///     try await Given<Example>(.created(foo: "bar1"))
///       .when { try await $0.setFoo(to: "bar2") }
///       .then(.valueChanged(name: .foo, value: "bar2"))
///
/// Nothing is stored, and nobody else hears the events.
public struct Given<Subject: EventSourced> where Subject.Event: Equatable {
  private var history: [DomainEvent<Subject.Event>] = []

  /// The events that have happened, oldest first.
  ///
  /// - Parameters:
  ///   - payloads: What has happened.
  ///   - time: When it has, where a decision depends on it; else soon after each other.
  public init(_ payloads: Subject.Event..., at time: Timestamp? = nil) {
    add(payloads, at: time)
  }

  /// More events that have happened, after those before.
  ///
  ///     Given<Account>(.opened(owner: "Ada"), at: monday).and(.deposited(cents: 500), at: tuesday)
  ///
  /// What the time is when the command comes, `EventClock.current` says.
  ///
  /// - Parameters:
  ///   - payloads: What has happened, oldest first.
  ///   - time: When it has; else soon after each other.
  public func and(_ payloads: Subject.Event..., at time: Timestamp? = nil) -> Self {
    var given = self
    given.add(payloads, at: time)
    return given
  }

  /// Has a command create an entity, where nothing has happened yet.
  ///
  ///     try await Given<Example>.nothing { try await Example.create(foo: "bar1", id: UUID()) }
  ///       .then(.created(foo: "bar1"))
  ///
  /// An aggregate is saved in the command.
  public static func nothing(_ create: () async throws -> Subject) async -> Outcome<Subject.Event> {
    var subject: Subject?
    return await outcome(of: &subject) { $0 = try await create() }
  }

  /// The id of the entity in question.
  public static var id: UUID { UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)) }

  /// Gives a command to the entity that the history amounts to.
  ///
  /// - Throws: `ReplayError` if the history is impossible; `ScenarioFailed` if there is no entity to command. What
  ///   the command throws is kept for `thenThrows`.
  public func when(_ command: (inout Subject) async throws -> Void) async throws -> Outcome<Subject.Event> {
    guard let entity = try Subject.replaying(history) else {
      throw ScenarioFailed(
        "There is no entity to command: the history creates none, or discards it. To test a creation, use Given.nothing."
      )
    }
    var subject: Subject? = entity
    return await Self.outcome(of: &subject) { subject in
      var commanded = entity
      defer { subject = commanded }
      try await command(&commanded)
    }
  }

  private mutating func add(_ payloads: [Subject.Event], at time: Timestamp?) {
    for payload in payloads {
      let next = Timestamp(microseconds: history.last.map { $0.timestamp.microseconds + 1 } ?? 0)
      history.append(
        DomainEvent(entityID: Self.id, entityVersion: history.count, timestamp: time ?? next, payload: payload))
    }
  }

  /// What is published meanwhile, what is thrown, and what is not saved in the end.
  private static func outcome(
    of subject: inout Subject?, _ command: (inout Subject?) async throws -> Void
  ) async -> Outcome<Subject.Event> {
    let published = Mutex<[Subject.Event]>([])
    let bus = EventBus(storing: .notRequired)
    bus.subscribe(to: Subject.Event.self) { events in
      published.withLock { $0 += events.map(\.payload) }
    }
    var failure: (any Error)?
    do {
      try await EventBus.$current.withValue(bus) { try await command(&subject) }
    } catch {
      failure = error
    }
    let unsaved = (subject as? any Aggregate).map { payloads(pendingIn: $0) } ?? []
    return Outcome(events: published.withLock { $0 }, unsaved: unsaved, failure: failure)
  }
}

extension Given where Subject: Aggregate {
  /// Gives a command to the aggregate, and saves it.
  ///
  /// - Throws: As for an entity.
  public func whenSaved(
    _ command: (inout Subject) async throws -> Void
  ) async throws -> Outcome<Subject.Event> {
    try await when { aggregate in
      try await command(&aggregate)
      try await aggregate.save()
    }
  }
}

private func payloads(pendingIn aggregate: some Aggregate) -> [any EventPayload] {
  aggregate.pendingEvents.map(\.payload)
}
