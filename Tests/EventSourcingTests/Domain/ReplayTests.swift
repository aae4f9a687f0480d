import EventSourcing
import Foundation
import Testing

@Suite("A replay", .ownEventBusForAModel)
struct ReplayTests {
  let id = UUID(uuid: (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))
  let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))

  private func event(
    _ version: Int, _ payload: Account.Event, of entity: UUID? = nil
  ) -> DomainEvent<Account.Event> {
    DomainEvent(entityID: entity ?? id, entityVersion: version, timestamp: .second(version), payload: payload)
  }

  @Test func `gives an entity equal to the one whose commands published the events`() async throws {
    let published = Notes<DomainEvent<Account.Event>>()
    EventBus.current.subscribe(to: Account.Event.self) { $0.forEach(published.add) }
    var account = try await Account.open(id: id)
    try await account.deposit(5)
    try await account.deposit(7)
    #expect(try Account.replaying(published.all) == account)
  }

  @Test func `of no events gives no entity`() throws {
    #expect(try Account.replaying([]) == nil)
    #expect(!Replay<Account>().isDiscarded)
  }

  @Test func `up to the event that discarded it gives no entity`() throws {
    #expect(try Account.replaying([event(0, .opened(owner: "Ada")), event(1, .closed)]) == nil)
  }

  @Test func `tells a discarded entity from one that never existed`() throws {
    var replay = Replay<Account>()
    try replay.apply(event(0, .opened(owner: "Ada")))
    #expect(!replay.isDiscarded && replay.version == 1)
    try replay.apply(event(1, .closed))
    #expect(replay.isDiscarded && replay.version == 2 && replay.entity == nil)
  }

  @Test func `goes on from an entity that is known already`() throws {
    let history = Account.history(id, deposits: [5, 7])
    let known = try #require(try Account.replaying(history.prefix(2)))
    var replay = Replay(continuing: known)
    try replay.apply(history[2])
    #expect(replay.entity == (try Account.replaying(history)))
  }

  @Test func `that goes on from a discarded entity has none, and takes no more events`() async throws {
    var account = try await Account.open(id: id)
    try await account.close()
    var replay = Replay(continuing: account)
    #expect(replay.isDiscarded && replay.version == 2)
    #expect(throws: ReplayError.afterTheEnd(id: id, version: 2)) { try replay.apply(event(2, .closed)) }
  }

  @Test func `refuses a gap`() {
    #expect(throws: ReplayError.outOfSequence(id: id, expected: 1, found: 2)) {
      try Account.replaying([event(0, .opened(owner: "Ada")), event(2, .deposited(amount: 1))])
    }
  }

  @Test func `refuses a first event that is not the first`() {
    #expect(throws: ReplayError.outOfSequence(id: id, expected: 0, found: 1)) {
      try Account.replaying([event(1, .opened(owner: "Ada"))])
    }
  }

  @Test func `refuses an event that comes twice`() {
    #expect(throws: ReplayError.outOfSequence(id: id, expected: 2, found: 1)) {
      try Account.replaying([
        event(0, .opened(owner: "Ada")), event(1, .deposited(amount: 1)), event(1, .deposited(amount: 1)),
      ])
    }
  }

  @Test func `refuses an event of another entity`() {
    #expect(throws: ReplayError.foreignEvent(expected: id, found: other, version: 1)) {
      try Account.replaying([event(0, .opened(owner: "Ada")), event(1, .deposited(amount: 1), of: other)])
    }
  }

  @Test func `refuses a first event that creates nothing`() {
    #expect(throws: ReplayError.createdNothing(id: id, version: 0)) {
      try Account.replaying([event(0, .deposited(amount: 1))])
    }
  }

  @Test func `refuses a mutator that creates an entity with another id`() {
    #expect(throws: ReplayError.createdNothing(id: id, version: 0)) {
      try Impostor.replaying([event(0, .opened(owner: "Ada"))])
    }
  }

  @Test func `refuses an event that creates the entity a second time`() {
    #expect(throws: ReplayError.createdTwice(id: id, version: 1)) {
      try Account.replaying([event(0, .opened(owner: "Ada")), event(1, .opened(owner: "Bob"))])
    }
  }

  @Test func `refuses an event after the end`() {
    #expect(throws: ReplayError.afterTheEnd(id: id, version: 2)) {
      try Account.replaying([event(0, .opened(owner: "Ada")), event(1, .closed), event(2, .deposited(amount: 1))])
    }
  }

  @Test func `refuses an entity that is created again after its end`() {
    #expect(throws: ReplayError.afterTheEnd(id: id, version: 2)) {
      try Account.replaying([event(0, .opened(owner: "Ada")), event(1, .closed), event(2, .opened(owner: "Bob"))])
    }
  }

  @Test func `says in its errors which entity and which version`() {
    let errors: [ReplayError] = [
      .outOfSequence(id: id, expected: 3, found: 5), .foreignEvent(expected: id, found: other, version: 3),
      .createdNothing(id: id, version: 3), .createdTwice(id: id, version: 3), .afterTheEnd(id: id, version: 3),
    ]
    for error in errors {
      #expect(error.description.hasPrefix("Entity \(id): the event at version 3 "))
    }
    #expect(errors[0].description.contains("5"))
    #expect(errors[1].description.contains("\(other)"))
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}

/// A mutator with a mistake: it gives the entity an id that is not the event's.
private struct Impostor: Entity {
  var lifecycle: Lifecycle

  static func mutate(_ entity: inout Impostor?, with event: DomainEvent<Account.Event>) {
    let foreign = DomainEvent(
      entityID: UUID(uuid: (9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)), entityVersion: event.entityVersion,
      timestamp: event.timestamp, payload: event.payload)
    entity = Impostor(lifecycle: Lifecycle(createdBy: foreign))
  }
}
