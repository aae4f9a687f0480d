import EventSourcing
import Foundation
import Testing

@Suite("An event bus")
struct EventBusTests {
  let bus = EventBus()
  let ids = IDGenerator.counting()
  let notes = Notes<String>()

  private var opened: [DomainEvent<Account.Event>] { Account.history(ids.next()) }

  @Test func `calls its handlers in the order of subscription`() async throws {
    for name in ["first", "second", "third"] {
      bus.subscribe(to: Account.Event.self) { _ in notes.add(name) }
    }
    try await bus.publish(opened)
    #expect(notes.all == ["first", "second", "third"])
  }

  @Test func `keeps the order between typed handlers and those that hear all`() async throws {
    bus.subscribeToAll { _ in notes.add("all") }
    bus.subscribe(to: Account.Event.self) { _ in notes.add("accounts") }
    bus.subscribeToAll { _ in notes.add("all again") }
    try await bus.publish(opened)
    #expect(notes.all == ["all", "accounts", "all again"])
  }

  @Test func `calls a handler when the one before it has returned, and returns after the last`() async throws {
    for name in ["first", "second"] {
      bus.subscribe(to: Account.Event.self) { _ in
        notes.add("\(name) begins")
        await Task.yield()
        notes.add("\(name) ends")
      }
    }
    try await bus.publish(opened)
    notes.add("published")
    #expect(notes.all == ["first begins", "first ends", "second begins", "second ends", "published"])
  }

  @Test func `calls a handler once a publish, with the whole list in order`() async throws {
    let heard = Notes<[DomainEvent<Account.Event>]>()
    bus.subscribe(to: Account.Event.self) { heard.add($0) }
    let history = Account.history(ids.next(), deposits: [5, 7])
    try await bus.publish(history)
    #expect(heard.all == [history])
  }

  @Test func `gives a single event as a list of one`() async throws {
    let heard = Notes<[DomainEvent<Account.Event>]>()
    bus.subscribe(to: Account.Event.self) { heard.add($0) }
    let event = try #require(opened.first)
    try await bus.publish(event)
    #expect(heard.all == [[event]])
  }

  @Test func `does not let a typed handler hear other payloads`() async throws {
    bus.subscribe(to: Voyage.Event.self) { _ in notes.add("voyage") }
    try await bus.publish(opened)
    #expect(notes.all == [])
  }

  @Test func `lets a handler of all events hear each payload, once a publish`() async throws {
    bus.subscribeToAll { events in
      notes.add(events.map { "\($0.entityVersion) \($0.payload as any EventPayload)" }.joined(separator: ", "))
    }
    try await bus.publish(Account.history(ids.next(), deposits: [5]))
    try await bus.publish(
      DomainEvent(
        entityID: ids.next(), entityVersion: 3, timestamp: .second(0), payload: Voyage.Event.cancelled))
    #expect(notes.all == [#"0 opened(owner: "Ada"), 1 deposited(amount: 5)"#, "3 cancelled"])
  }

  @Test func `lets a handler of all events see what is known about each`() async throws {
    bus.subscribeToAll { events in events.forEach { notes.add($0.metadata["user"] ?? "nobody") } }
    try await EventMetadata.with(["user": "ada"]) { try await bus.publish(Account.history(ids.next())) }
    try await bus.publish(Account.history(ids.next()))
    #expect(notes.all == ["ada", "nobody"])
  }

  @Test func `hands a handler's error to the publisher`() async {
    bus.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await bus.publish(opened) }
  }

  @Test func `does not call the handlers after one that failed`() async {
    bus.subscribe(to: Account.Event.self) { _ in notes.add("before") }
    bus.subscribeToAll { _ in throw Refusal() }
    bus.subscribe(to: Account.Event.self) { _ in notes.add("after") }
    await #expect(throws: Refusal()) { try await bus.publish(opened) }
    #expect(notes.all == ["before"])
  }

  @Test func `serves the next publish after one that failed`() async throws {
    bus.subscribe(to: Account.Event.self) { events in
      if events.count > 1 { throw Refusal() }
      notes.add("heard")
    }
    await #expect(throws: Refusal()) { try await bus.publish(Account.history(ids.next(), deposits: [1])) }
    try await bus.publish(opened)
    #expect(notes.all == ["heard"])
  }

  @Test func `reaches nobody with an empty list`() async throws {
    bus.subscribe(to: Account.Event.self) { _ in notes.add("accounts") }
    bus.subscribeToAll { _ in notes.add("all") }
    try await bus.publish([DomainEvent<Account.Event>]())
    #expect(notes.all == [])
  }

  @Test func `publishes to nobody without complaint`() async throws {
    try await bus.publish(opened)
  }
}
