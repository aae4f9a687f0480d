import EventSourcing
import Foundation
import Testing

@Suite("A subscriber that fails when the event is stored", .ownEventBus)
struct SubscriberFailureTests {
  private let ids = IDGenerator.counting()
  private let accounts = EventStore(of: Account.Event.self, in: InMemoryRecorder())
  private let voyages = EventStore(of: Voyage.Event.self, in: InMemoryRecorder())

  @Test func `leaves an entity changed, as it is stored`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    var account = try await Account.open(id: ids.next())
    EventBus.current.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    let error = await #expect(throws: StoredButNotHandled.self) { try await account.deposit(5) }
    #expect(error?.entityID == account.id && error?.version == 2)
    #expect(account.balance == 5 && account.version == 2)
    #expect(try await Repository<Account>(eventStore: accounts)[account.id] == account)
  }

  @Test func `leaves an entity discarded whose end is stored`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    var account = try await Account.open(id: ids.next())
    EventBus.current.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    await #expect(throws: StoredButNotHandled.self) { try await account.close() }
    #expect(account.isDiscarded && account.owner == "Ada")
  }

  @Test func `leaves a new entity in the repository`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    EventBus.current.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    let id = ids.next()
    let error = await #expect(throws: StoredButNotHandled.self) { try await Account.open(id: id) }
    #expect(error?.entityID == id && error?.version == 1)
    #expect(try await Repository<Account>(eventStore: accounts)[id].version == 1)
  }

  @Test func `leaves nothing of an aggregate pending`() async throws {
    let policy = try PersistencePolicy(eventStore: voyages)
    defer { policy.close() }
    let refusal = EventBus.current.subscribe(to: Voyage.Event.self) { _ in throw Refusal() }
    var voyage = try Voyage.plan(id: ids.next())
    try voyage.load("tea", kilograms: 20)
    let error = await #expect(throws: StoredButNotHandled.self) { try await voyage.save() }
    #expect(error?.version == 2)
    #expect(voyage.pendingEvents.isEmpty)
    EventBus.current.unsubscribe(refusal)
    try voyage.load("rum", kilograms: 90)
    try await voyage.save()
    #expect(try await Repository<Voyage>(eventStore: voyages)[voyage.id] == voyage)
  }

  @Test func `with a conflict of its own does not have the command done again`() async throws {
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    let repository = Repository<Account>(eventStore: accounts)
    let (ordered, stale) = (ids.next(), try await Account.open(id: ids.next()))
    var newer = stale
    try await newer.deposit(1)
    _ = try await Account.open(id: ordered)
    EventBus.current.subscribe(to: Account.Event.self) { events in
      guard events.first?.entityID == ordered else { return }
      var other = stale
      try await other.deposit(1)
    }
    let error = await #expect(throws: StoredButNotHandled.self) {
      try await retryingOnConcurrencyError(attempts: 4, wait: .zero) {
        var account = try await repository[ordered]
        try await account.deposit(1)
      }
    }
    #expect(error?.errors.map { $0 is ConcurrencyError } == [true])
    #expect(try await repository[ordered].balance == 1)
  }

  @Test func `does not hear what somebody else stored first, though it came before the policy`() async throws {
    let heard = Notes<Int>()
    EventBus.current.subscribe(to: Account.Event.self) { heard.add($0[0].entityVersion) }
    let policy = try PersistencePolicy(eventStore: accounts)
    defer { policy.close() }
    var mine = try await Account.open(id: ids.next())
    var yours = mine
    try await mine.deposit(5)
    await #expect(throws: ConcurrencyError.self) { try await yours.deposit(7) }
    #expect(heard.all == [0, 1])
  }
}
