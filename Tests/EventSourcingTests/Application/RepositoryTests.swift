import EventSourcing
import Foundation
import Testing

@Suite("A repository", .ownEventBus)
struct RepositoryTests {
  let repository: Repository<Account>
  let id = IDGenerator.counting().next()
  private let policy: PersistencePolicy<Account.Event>
  private let bus = EventBus()

  init() throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    repository = Repository(eventStore: store)
    policy = try PersistencePolicy(eventStore: store, bus: bus)
  }

  /// Opens an account, deposits 5 and 7, and closes it if that is asked for.
  private func store(closed: Bool = false) async throws -> Account {
    try await EventBus.$current.withValue(bus) {
      var account = try await Account.open(id: id)
      try await account.deposit(5)
      try await account.deposit(7)
      if closed { try await account.close() }
      return account
    }
  }

  private func reason(_ body: () async throws -> Account) async -> EntityNotFound.Reason? {
    let error = await #expect(throws: EntityNotFound.self) { try await body() }
    #expect(error?.id == id)
    return error?.reason
  }

  @Test func `does not give another entity when the recorder answers with its events`() async throws {
    let other = UUID()
    let liar = ScriptedRecorder(answer: { item in
      SequencedItem(
        sequenceID: other, position: item.position, topic: item.topic, data: item.data, timestamp: item.timestamp)
    })
    let store = EventStore(of: Account.Event.self, in: liar)
    try await store.append(
      DomainEvent(
        entityID: id, entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: .opened(owner: "Ada")))
    await #expect(throws: ReplayError.foreignEvent(expected: id, found: other, version: 0)) {
      try await Repository<Account>(eventStore: store)[id]
    }
  }

  @Test func `gives an entity as its commands left it`() async throws {
    let stored = try await store()
    #expect(try await repository[id] == stored)
    #expect(try await repository.contains(id))
  }

  @Test func `gives entities that take the next command`() async throws {
    _ = try await store()
    var account = try await repository[id]
    try await EventBus.$current.withValue(bus) { try await account.deposit(1) }
    #expect(try await repository[id].balance == 13)
  }

  @Test func `gives each reader an entity of its own`() async throws {
    _ = try await store()
    let yours = try await repository[id]
    var mine = try await repository[id]
    try await EventBus.$current.withValue(bus) { try await mine.deposit(1) }
    #expect(yours.balance == 12 && mine.balance == 13)
  }

  @Test func `says that an entity never existed`() async throws {
    #expect(await reason { try await repository[id] } == .neverExisted)
    #expect(try await !repository.contains(id))
  }

  @Test func `says that an entity was discarded, and by which event`() async throws {
    _ = try await store(closed: true)
    #expect(await reason { try await repository[id] } == .discarded(version: 4))
    #expect(try await !repository.contains(id))
  }

  @Test func `gives an entity as it was at each version`() async throws {
    let now = try await store()
    #expect(try await repository[id, at: 1].balance == 0)
    #expect(try await repository[id, at: 2].balance == 5)
    #expect(try await repository[id, at: 2].version == 2)
    #expect(try await repository[id, at: 3] == now)
  }

  @Test func `gives a discarded entity as it was before`() async throws {
    _ = try await store(closed: true)
    let before = try await repository[id, at: 3]
    #expect(before.balance == 12 && !before.isDiscarded)
  }

  @Test func `says at the version that discarded an entity that it was discarded`() async throws {
    _ = try await store(closed: true)
    #expect(await reason { try await repository[id, at: 4] } == .discarded(version: 4))
  }

  @Test(arguments: [0, -1, Int.min])
  func `has no version below 1`(version: Int) async throws {
    #expect(await reason { try await repository[id, at: version] } == .neverExisted)
    _ = try await store()
    #expect(await reason { try await repository[id, at: version] } == .noSuchVersion(asked: version, latest: 3))
  }

  @Test(arguments: [4, Int.max])
  func `has no version beyond the last`(version: Int) async throws {
    #expect(await reason { try await repository[id, at: version] } == .neverExisted)
    _ = try await store()
    #expect(await reason { try await repository[id, at: version] } == .noSuchVersion(asked: version, latest: 3))
  }

  @Test func `has no version beyond the end of a discarded entity`() async throws {
    _ = try await store(closed: true)
    #expect(await reason { try await repository[id, at: 5] } == .noSuchVersion(asked: 5, latest: 4))
  }

  @Test func `gives aggregates as well, with nothing pending`() async throws {
    let store = EventStore(of: Voyage.Event.self, in: InMemoryRecorder())
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    var voyage = try Voyage.plan(id: id)
    try voyage.load("tea", kilograms: 20)
    try await voyage.save()
    #expect(try await Repository<Voyage>(eventStore: store)[id] == voyage)
  }

  @Test func `tells the reasons apart in words`() {
    let sentences: [(EntityNotFound.Reason, String)] = [
      (.neverExisted, "There is no entity \(id)."),
      (.discarded(version: 3), "Entity \(id) was discarded at version 3."),
      (.noSuchVersion(asked: 5, latest: 4), "Entity \(id) has no version 5: its versions are 1 to 4."),
    ]
    for (reason, sentence) in sentences {
      #expect(EntityNotFound(id: id, reason: reason).description == sentence)
    }
  }
}
