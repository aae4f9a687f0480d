import EventSourcing
import Testing

@Suite("Storing on an event bus")
struct StoringTests {
  let bus = EventBus()
  let notes = Notes<String>()
  let history = Account.history(IDGenerator.counting().next(), deposits: [5])

  @Test func `comes before all subscribers, also those that came first`() async throws {
    bus.subscribe(to: Account.Event.self) { _ in notes.add("before") }
    _ = try bus.storeEvents(of: Account.Event.self) { events in notes.add("stored \(events.count)") }
    bus.subscribeToAll { _ in notes.add("after") }
    try await bus.publish(history)
    #expect(notes.all == ["stored 2", "before", "after"])
  }

  @Test func `keeps subscribers from hearing what it refuses, and the publisher gets its error`() async throws {
    bus.subscribe(to: Account.Event.self) { _ in notes.add("heard") }
    _ = try bus.storeEvents(of: Account.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await bus.publish(history) }
    #expect(notes.all == [])
  }

  @Test func `has all subscribers called when some fail, and the publisher learns that it is stored`() async throws {
    struct Other: Error {}
    _ = try bus.storeEvents(of: Account.Event.self) { _ in }
    bus.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    bus.subscribe(to: Account.Event.self) { _ in notes.add("heard") }
    bus.subscribeToAll { _ in throw Other() }
    let error = await #expect(throws: StoredButNotHandled.self) { try await bus.publish(history) }
    #expect(notes.all == ["heard"])
    #expect(error?.entityID == history.first?.entityID && error?.version == 2)
    #expect(error?.errors.count == 2 && error?.errors.first is Refusal && error?.errors.last is Other)
  }

  @Test func `of one payload is not asked to store another`() async throws {
    _ = try bus.storeEvents(of: Voyage.Event.self) { _ in throw Refusal() }
    bus.subscribe(to: Account.Event.self) { _ in notes.add("heard") }
    try await bus.publish(history)
    #expect(notes.all == ["heard"])
  }

  @Test func `is for one alone of each payload`() throws {
    let first = try bus.storeEvents(of: Account.Event.self) { _ in }
    #expect(throws: StoredElsewhere(storedName: "Account")) { try bus.storeEvents(of: Account.Event.self) { _ in } }
    _ = try bus.storeEvents(of: Voyage.Event.self) { _ in }
    bus.unsubscribe(first)
    _ = try bus.storeEvents(of: Account.Event.self) { _ in }
  }

  @Test func `of all payloads stores each`() async throws {
    _ = try bus.storeAllEvents(in: Chest(notes: notes))
    try await bus.publish(history)
    try await bus.publish(
      DomainEvent(
        entityID: history[0].entityID, entityVersion: 0, timestamp: .second(0), payload: LogEntry.written(line: "a")))
    #expect(notes.all == ["2 of Account", "1 of LogEntry"])
  }

  @Test func `of all payloads and of one exclude each other`() throws {
    let one = try bus.storeEvents(of: Account.Event.self) { _ in }
    #expect(throws: StoredElsewhere(storedName: "Account")) { try bus.storeAllEvents(in: Chest(notes: notes)) }
    bus.unsubscribe(one)
    let all = try bus.storeAllEvents(in: Chest(notes: notes))
    #expect(throws: StoredElsewhere(storedName: nil)) { try bus.storeAllEvents(in: Chest(notes: notes)) }
    #expect(throws: StoredElsewhere(storedName: "Account")) { try bus.storeEvents(of: Account.Event.self) { _ in } }
    bus.unsubscribe(all)
    _ = try bus.storeEvents(of: Account.Event.self) { _ in }
  }

  @Test func `makes the bus not empty until it ends`() throws {
    let one = try bus.storeEvents(of: Account.Event.self) { _ in }
    #expect(bus.hasSubscribers)
    bus.unsubscribe(one)
    #expect(!bus.hasSubscribers)
    let all = try bus.storeAllEvents(in: Chest(notes: notes))
    #expect(bus.hasSubscribers)
    bus.unsubscribe(all)
    #expect(!bus.hasSubscribers)
  }

  @Test func `that ended stores nothing more`() async throws {
    let storing = try bus.storeEvents(of: Account.Event.self) { _ in notes.add("stored") }
    bus.unsubscribe(storing)
    try await bus.publish(history)
    #expect(notes.all == [])
  }

  @Test func `says in its errors what to do`() {
    #expect(StoredElsewhere(storedName: "Account").description.contains("“Account”"))
    #expect(StoredElsewhere(storedName: nil).description.hasPrefix("All events are stored"))
    let error = StoredButNotHandled(entityID: history[0].entityID, version: 2, errors: [Refusal()])
    #expect(error.description.contains("\(history[0].entityID) is stored at version 2"))
    #expect(error.description.contains("do not give the command again") && error.description.contains("Refusal()"))
  }
}

/// Takes down what it was to store.
private struct Chest: EventStorage {
  let notes: Notes<String>

  func store<Payload>(_ events: [DomainEvent<Payload>]) async throws {
    notes.add("\(events.count) of \(Payload.storedName)")
  }
}
