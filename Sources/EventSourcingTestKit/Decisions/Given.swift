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
  private let history: [DomainEvent<Subject.Event>]

  /// The events that have happened, oldest first.
  public init(_ payloads: Subject.Event...) {
    history = payloads.enumerated().map { version, payload in
      DomainEvent(
        entityID: Self.id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
  }

  /// Has a command create an entity, where nothing has happened yet.
  ///
  ///     try await Given<Example>.nothing { try await Example.create(foo: "bar1", id: UUID()) }
  ///       .then(.created(foo: "bar1"))
  public static func nothing(_ create: () async throws -> Subject) async -> Outcome<Subject.Event> {
    await outcome { _ = try await create() }
  }

  /// The id of the entity in question.
  public static var id: UUID { UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)) }

  /// Gives a command to the entity that the history amounts to.
  ///
  /// - Throws: `ReplayError` if the history is impossible; `ScenarioFailed` if there is no entity to command. What
  ///   the command throws is kept for `thenThrows`.
  public func when(_ command: (inout Subject) async throws -> Void) async throws -> Outcome<Subject.Event> {
    guard var subject = try Subject.replaying(history) else {
      throw ScenarioFailed(
        "There is no entity to command: the history creates none, or discards it. To test a creation, use Given.nothing."
      )
    }
    return await Self.outcome { try await command(&subject) }
  }

  /// What is published meanwhile, and what is thrown.
  private static func outcome(_ command: () async throws -> Void) async -> Outcome<Subject.Event> {
    let published = Mutex<[Subject.Event]>([])
    let bus = EventBus(storing: .notRequired)
    bus.subscribe(to: Subject.Event.self) { events in
      published.withLock { $0 += events.map(\.payload) }
    }
    var failure: (any Error)?
    do {
      try await EventBus.$current.withValue(bus) { try await command() }
    } catch {
      failure = error
    }
    return Outcome(events: published.withLock { $0 }, failure: failure)
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
