import EventSourcing
import Foundation
import Testing

@Suite("A command", .ownEventBus)
struct CommandTests {
  let id = IDGenerator.counting().next()
  let notes = Notes<String>()

  /// A model's bus to make an entity on, which the commands in question do not use.
  private let aside = EventBus(storing: .notRequired)

  @Test func `of an entity is refused where nobody stores, and changes nothing`() async throws {
    EventBus.current.subscribe(to: Account.Event.self) { _ in notes.add("heard") }
    await #expect(throws: NobodyStores(storedName: "Account")) { try await Account.open(id: id) }
    var account = try await Account.create(.opened(owner: "Ada"), id: id, on: aside)
    let before = account
    await #expect(throws: NobodyStores(storedName: "Account")) { try await account.deposit(5) }
    await #expect(throws: NobodyStores(storedName: "Account")) { try await account.close() }
    #expect(account == before)
    #expect(notes.all == [])
  }

  @Test func `of an aggregate is refused when it is saved where nobody stores, and its events stay pending`()
    async throws
  {
    EventBus.current.subscribe(to: Voyage.Event.self) { _ in notes.add("heard") }
    var voyage = try Voyage.plan(id: id)
    let before = voyage
    await #expect(throws: NobodyStores(storedName: "Voyage")) { try await voyage.save() }
    #expect(voyage == before && voyage.pendingEvents.count == 1)
    #expect(notes.all == [])
  }

  @Test func `that saves nothing needs nobody who stores`() async throws {
    var voyage = try Voyage.plan(id: id)
    try await voyage.save(on: aside)
    try await voyage.save()
  }

  @Test func `is refused where only other events are stored`() async throws {
    _ = try EventBus.current.storeEvents(of: Voyage.Event.self) { _ in }
    await #expect(throws: NobodyStores(storedName: "Account")) { try await Account.open(id: id) }
  }

  @Test func `is refused in a detached task, whose bus is another`() async throws {
    _ = try EventBus.current.storeEvents(of: Account.Event.self) { _ in }
    let command = Task.detached { [id] in try await Account.open(id: id) }
    await #expect(throws: NobodyStores(storedName: "Account")) { try await command.value }
  }

  @Test func `is refused when it comes after the policy is closed`() async throws {
    let policy = try PersistencePolicy(eventStore: EventStore(of: Account.Event.self, in: InMemoryRecorder()))
    var account = try await Account.open(id: id)
    policy.close()
    await #expect(throws: NobodyStores(storedName: "Account")) { try await account.deposit(5) }
    #expect(account.balance == 0)
  }

  @Test func `finds the bus that it was given, in whatever task it runs`() async throws {
    let bus = EventBus()
    _ = try bus.storeEvents(of: Account.Event.self) { events in notes.add("account \(events[0].entityVersion)") }
    _ = try bus.storeEvents(of: Voyage.Event.self) { events in notes.add("voyage \(events.count)") }
    try await Task.detached { [id] in
      var account = try await Account.create(.opened(owner: "Ada"), id: id, on: bus)
      try await account.trigger(.deposited(amount: 5), on: bus)
      var voyage = try Voyage.plan(id: id)
      try await voyage.save(on: bus)
    }.value
    #expect(notes.all == ["account 0", "account 1", "voyage 1"])
  }

  @Test func `of a discarded entity says that, whoever stores`() async throws {
    var account = try await Account.create(.opened(owner: "Ada"), id: id, on: aside)
    try await account.trigger(.closed, on: aside)
    await #expect(throws: EntityDiscarded(id: id, version: 2)) { try await account.deposit(5) }
  }

  @Test func `that is refused says what to do`() {
    let sentence = NobodyStores(storedName: "Account").description
    for word in ["“Account”", "PersistencePolicy", "on:", "EventBus(storing: .notRequired)"] {
      #expect(sentence.contains(word))
    }
  }
}
