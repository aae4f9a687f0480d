import EventSourcing
import Foundation
import Testing

@Suite("A persistence policy", .ownEventBus)
struct PersistencePolicyTests {
  let recorder = ScriptedRecorder()
  let accounts: EventStore<DomainEvent<Account.Event>>
  let voyages: EventStore<DomainEvent<Voyage.Event>>
  let id = IDGenerator.counting().next()

  init() {
    accounts = EventStore(of: Account.Event.self, in: recorder)
    voyages = EventStore(of: Voyage.Event.self, in: recorder)
  }

  @Test func `stores each event that is published`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    var account = try await Account.open(id: id)
    try await account.deposit(5)
    #expect(try await accounts.events(of: id) == Account.history(id, deposits: [5]))
    #expect(recorder.requests.all.map(\.items.count) == [1, 1])
  }

  @Test func `stores a published list in one append`() async throws {
    let policy = try PersistencePolicy(eventStore: voyages)
    defer { policy.close() }
    var voyage = try Voyage.plan(id: id)
    try voyage.load("tea", kilograms: 20)
    try voyage.load("silk", kilograms: 5)
    try await voyage.save()
    #expect(recorder.requests.all.map { $0.items.map(\.position) } == [[0, 1, 2]])
  }

  @Test func `does not store events of another payload`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    var voyage = try Voyage.plan(id: id)
    await #expect(throws: NobodyStores(storedName: "Voyage")) { try await voyage.save() }
    try await EventBus.current.publish(Array(voyage.pendingEvents))
    #expect(recorder.requests.all == [])
  }

  @Test func `stores from when it is made until it is closed`() async throws {
    #expect(!EventBus.current.hasSubscribers)
    let policy = try PersistencePolicy(eventStore: accounts)
    var account = try await Account.open(id: id)
    policy.close()
    #expect(!EventBus.current.hasSubscribers)
    await #expect(throws: NobodyStores(storedName: "Account")) { try await account.deposit(5) }
    #expect(try await accounts.events(of: id).count == 1)
  }

  @Test func `is refused where another stores the same events, until that is closed`() throws {
    let first = try PersistencePolicy(eventStore: accounts)
    #expect(throws: StoredElsewhere(storedName: "Account")) { try PersistencePolicy(eventStore: accounts) }
    let other = try PersistencePolicy(eventStore: voyages)
    first.close()
    try PersistencePolicy(eventStore: accounts).close()
    other.close()
  }

  @Test func `may be closed twice`() throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    policy.close()
    let next = try PersistencePolicy(eventStore: accounts)
    policy.close()
    #expect(EventBus.current.hasSubscribers)
    next.close()
  }

  @Test func `stores on the bus that it was given`() async throws {
    let bus = EventBus()
    let policy = try PersistencePolicy(eventStore: accounts, bus: bus)
    #expect(!EventBus.current.hasSubscribers && bus.hasSubscribers)
    policy.close()
    #expect(!bus.hasSubscribers)
  }

  @Test func `hands a conflict to the command's caller, whose entity is as it was`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    var mine = try await Account.open(id: id)
    var yours = mine
    try await mine.deposit(5)
    let before = yours
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) { try await yours.deposit(7) }
    #expect(yours == before)
    #expect(try await accounts.events(of: id) == Account.history(id, deposits: [5]))
  }

  @Test func `hands a conflict to the creator of an id that is taken`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    _ = try await Account.open(owner: "Ada", id: id)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 0)) {
      try await Account.open(owner: "Bob", id: id)
    }
    #expect(try await Repository<Account>(eventStore: accounts)[id].owner == "Ada")
  }

  @Test func `lets the same command succeed after a fault of the database`() async throws {
    let busy = RecorderError(.busy, "The database is busy.")
    let recorder = ScriptedRecorder(failures: [busy, busy])
    let policy = try PersistencePolicy(eventStore: EventStore(of: Account.Event.self, in: recorder))
    defer { policy.close() }
    await #expect(throws: busy) { try await Account.open(id: id) }
    await #expect(throws: busy) { try await Account.open(id: id) }
    #expect(try await recorder.memory.items(of: id) == [])
    var account = try await Account.open(id: id)
    try await account.deposit(5)
    #expect(try await recorder.memory.items(of: id).count == 2)
  }

  @Test func `stores an aggregate's events once, however often saving failed before`() async throws {
    let busy = RecorderError(.busy, "The database is busy.")
    let recorder = ScriptedRecorder(failures: [busy])
    let store = EventStore(of: Voyage.Event.self, in: recorder)
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    var voyage = try Voyage.plan(id: id)
    try voyage.load("tea", kilograms: 20)
    await #expect(throws: busy) { try await voyage.save() }
    try await voyage.save()
    #expect(try await Repository<Voyage>(eventStore: store)[id] == voyage)
  }

  @Test func `stores nothing of an aggregate that somebody else changed first`() async throws {
    let policy = try PersistencePolicy(eventStore: voyages)
    defer { policy.close() }
    var mine = try Voyage.plan(id: id)
    try await mine.save()
    var yours = mine
    try mine.load("tea", kilograms: 20)
    try await mine.save()
    try yours.load("silk", kilograms: 5)
    try yours.load("rum", kilograms: 90)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) { try await yours.save() }
    #expect(yours.pendingEvents.count == 2)
    #expect(try await Repository<Voyage>(eventStore: voyages)[id] == mine)
  }
}
