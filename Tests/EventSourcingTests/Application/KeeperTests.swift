import EventSourcing
import Foundation
import Testing

@Suite("A keeper", .ownEventBus)
struct KeeperTests {
  private let recorder = ScriptedRecorder()
  private let id = UUID()
  private let accounts: Keeper<Account>
  private let voyages: Keeper<Voyage>

  init() throws {
    let (store, voyages) = (
      EventStore(of: Account.Event.self, in: recorder), EventStore(of: Voyage.Event.self, in: recorder)
    )
    let bus = EventBus()
    try bus.keep(store)
    try bus.keep(voyages)
    accounts = Keeper(repository: Repository(eventStore: store), capacity: 8, bus: bus)
    self.voyages = Keeper(repository: Repository(eventStore: voyages), bus: bus)
  }

  private func elsewhere(_ version: Int, _ payload: Account.Event) async throws {
    try await EventStore(of: Account.Event.self, in: recorder.memory).append(
      DomainEvent(entityID: id, entityVersion: version, timestamp: .second(version), payload: payload))
  }

  @Test func `loses none of many commands that come at once`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    let (accounts, id) = (accounts, id)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<200 { group.addTask { try await accounts.change(id) { try await $0.deposit(1) } } }
      try await group.waitForAll()
    }
    #expect(try await accounts[id].balance == 200)
    #expect(recorder.requests.all.count == 200, "no command was refused and decided again")
  }

  @Test func `saves an aggregate after each command, and loses no line`() async throws {
    let (voyages, id) = (voyages, id)
    _ = try await voyages.create { try Voyage.plan(id: id) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for crate in 0..<101 {
        group.addTask { try await voyages.change(id) { try $0.load("\(crate)", kilograms: crate) } }
      }
      try await group.waitForAll()
    }
    #expect(try await recorder.items(of: id).count == 102)
    #expect(try await voyages[id].crates.count == 101)
  }

  @Test func `replays nothing for an entity that it keeps`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    for _ in 0..<5 { try await accounts.change(id) { try await $0.deposit(1) } }
    #expect(recorder.queries.all.count == 1)
  }

  @Test func `decides again on what another process has stored`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    try await accounts.change(id) { try await $0.deposit(1) }
    try await elsewhere(2, .deposited(amount: 100))
    try await accounts.change(id) { try await $0.deposit($0.balance) }
    #expect(try await accounts[id].balance == 202)
  }

  @Test func `does not refuse because of what it has kept too long`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    func withdraw() async throws {
      try await accounts.change(id) { account in
        guard account.balance >= 50 else { throw Refusal() }
        try await account.deposit(-50)
      }
    }
    await #expect(throws: Refusal()) { try await withdraw() }
    try await elsewhere(1, .deposited(amount: 70))
    try await withdraw()
    await #expect(throws: Refusal()) { try await withdraw() }
    #expect(try await accounts[id].balance == 20)
  }

  @Test func `does not do nothing because of what it has kept too long`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    try await accounts.change(id) { try await $0.deposit(1) }
    try await elsewhere(2, .deposited(amount: 70))
    let balance = try await accounts.change(id) { $0.balance }
    #expect(balance == 71)
  }

  @Test func `keeps nothing of an aggregate's command that threw`() async throws {
    let id = id
    _ = try await voyages.create { try Voyage.plan(id: id) }
    await #expect(throws: Refusal()) {
      try await voyages.change(id) { voyage in
        try voyage.load("tea", kilograms: 5)
        throw Refusal()
      }
    }
    try await voyages.change(id) { try $0.load("rum", kilograms: 6) }
    #expect(try await voyages[id].crates.map(\.name) == ["rum"])
  }

  @Test func `does not repeat what was stored before a conflict`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    let (id, memory) = (id, recorder.memory)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 2)) {
      try await accounts.change(id) { account in
        try await account.deposit(1)
        try await EventStore(of: Account.Event.self, in: memory).append(
          DomainEvent(entityID: id, entityVersion: 2, timestamp: .second(2), payload: .deposited(amount: 10)))
        try await account.deposit(2)
      }
    }
    #expect(try await accounts[id].balance == 11)
  }

  @Test func `reads again after an unknown outcome`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    try await accounts.change(id) { try await $0.deposit(1) }
    #expect(accounts.count == 1)
    await #expect(throws: RecorderError.self) {
      try await accounts.change(id) { _ in throw RecorderError(.unknownOutcome, "Who knows.") }
    }
    #expect(accounts.count == 0)
    #expect(try await accounts[id].balance == 1)
  }

  @Test func `lets go of all when the past is changed`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    try await accounts.change(id) { try await $0.deposit(1) }
    let old = try #require(try await recorder.item(of: id, at: 1))
    try await recorder.rewrite([
      Rewrite(
        from: old,
        to: SequencedItem(
          sequenceID: id, position: 1, topic: old.topic, data: Data(#"{"amount":40}"#.utf8), timestamp: old.timestamp))
    ])
    try await accounts.change(id) { try await $0.deposit(1) }
    #expect(try await accounts[id].balance == 41)
  }

  @Test func `keeps what is read, too, and gives it as it is now`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    for balance in 0..<3 {
      #expect(try await accounts[id].balance == balance)
      try await elsewhere(balance + 1, .deposited(amount: 1))
    }
    #expect(accounts.count == 1)
    #expect(recorder.queries.all.map(\.atLeast) == [0, 0, 1], "only what came after what is known, and that, is read")
  }

  @Test func `keeps nothing that was let go of while a command had it`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    try await accounts.change(id) { account in
      try await account.deposit(1)
      accounts.evict(id)
    }
    #expect(accounts.count == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func `lets nobody wait for ever, however short the patience`() async throws {
    let store = EventStore(of: Account.Event.self, in: recorder)
    let accounts = Keeper(repository: Repository<Account>(eventStore: store), turns: Turns(patience: .zero))
    try await elsewhere(0, .opened(owner: "Ada"))
    let (id, refused) = (id, Notes<Int>())
    try await accounts.change(id) { _ in
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<1_000 {
          group.addTask {
            // Not of this task, which has the entity itself.
            await Task.detached {
              do { try await accounts.change(id) { _ in } } catch is TurnTimedOut { refused.add(number) } catch {}
            }.value
          }
        }
      }
    }
    #expect(refused.all.count == 1_000)
  }

  @Test func `finds no entity that was deleted, or discarded`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    try await accounts.change(id) { try await $0.close() }
    await #expect(throws: EntityNotFound(id: id, reason: .discarded(version: 2))) {
      try await accounts.change(id) { try await $0.deposit(1) }
    }
    #expect(accounts.count == 0)
  }

  @Test func `keeps no more than it may`() async throws {
    for _ in 0..<50 { _ = try await accounts.create { try await Account.open(id: UUID()) } }
    #expect(accounts.count <= 8)
  }

  @Test func `refuses a command of itself inside a command`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    let (accounts, id) = (accounts, id)
    await #expect(throws: TurnReentered(id: id)) {
      try await accounts.change(id) { _ in try await accounts.change(id) { try await $0.deposit(1) } }
    }
  }

  @Test func `ends two commands that wait for each other's entities`() async throws {
    let store = EventStore(of: Account.Event.self, in: recorder)
    let accounts = Keeper(repository: Repository<Account>(eventStore: store), turns: Turns(patience: .milliseconds(50)))
    let (one, two) = (UUID(), UUID())
    try await store.append(Account.history(one) + Account.history(two))
    let begun = Notes<UUID>()
    @Sendable func command(_ first: UUID, _ second: UUID) async throws {
      try await accounts.change(first) { _ in
        begun.add(first)
        while begun.all.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
        try await accounts.change(second) { _ in }
      }
    }
    let outcomes = await withTaskGroup(of: Result<Void, any Error>.self) { group in
      group.addTask { await Result { try await command(one, two) } }
      group.addTask { await Result { try await command(two, one) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.contains { if case .failure(let error) = $0 { error is TurnTimedOut } else { false } })
  }

  @Test func `can be cancelled while it waits`() async throws {
    try await elsewhere(0, .opened(owner: "Ada"))
    let (accounts, id, gate) = (accounts, id, Notes<Int>())
    async let slow: Void = accounts.change(id) { _ in
      while gate.all.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    }
    let waiting = Task { try await accounts.change(id) { try await $0.deposit(1) } }
    try await Task.sleep(for: .milliseconds(10))
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    gate.add(1)
    try await slow
    #expect(try await accounts[id].balance == 0)
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
