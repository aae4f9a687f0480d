import EventSourcing
import Foundation
import Testing

@Suite("A command of a keeper that does more than change its entity", .ownEventBus)
struct KeeperEffectsTests {
  private let recorder = ScriptedRecorder()
  private let one = UUID()
  private let other = UUID()
  private let bus = EventBus()
  private let units: UnitsOfWork
  private let accounts: Keeper<Account>
  private let repository: Repository<Account>

  init() throws {
    let store = EventStore(of: Account.Event.self, in: recorder)
    try bus.keep(store)
    repository = Repository(eventStore: store)
    accounts = Keeper(repository: repository, bus: bus)
    units = UnitsOfWork(
      recorder: recorder, catalog: try EventCatalog(.events(of: Account.Event.self)), bus: bus)
  }

  private func open() async throws {
    let (one, other) = (one, other)
    for id in [one, other] { _ = try await accounts.create { try await Account.open(id: id) } }
  }

  @Test func `is carried out once if it does a unit of work with its entity`() async throws {
    try await open()
    let (units, one, other, runs) = (units, one, other, Notes<Int>())
    try await accounts.change(one) { _ in
      runs.add(1)
      try await units.perform { work in
        let accounts = work.repository(of: Account.self)
        var (from, to) = (try await accounts[one], try await accounts[other])
        try await from.deposit(-5)
        try await to.deposit(5)
      }
    }
    #expect(runs.all.count == 1)
    #expect(try await [accounts[one].balance, accounts[other].balance] == [-5, 5])
    try await accounts.change(one) { try await $0.deposit(1) }
    #expect(try await accounts[one].balance == -4)
  }

  @Test func `is not carried out again if it has stored something and then conflicts`() async throws {
    try await open()
    let (one, other, bus, repository, runs) = (one, other, bus, repository, Notes<Int>())
    await #expect(throws: ConcurrencyError(sequenceID: one, position: 1)) {
      try await accounts.change(one) { account in
        runs.add(1)
        var copy = account
        var second = try await repository[other]
        try await second.deposit(1)
        try await copy.trigger(.deposited(amount: 1), on: bus)
        try await account.deposit(1)
      }
    }
    #expect(runs.all.count == 1)
    #expect(try await [accounts[one].balance, accounts[other].balance] == [1, 1])
  }

  /// Stores, and does not know whether it has.
  private struct Doubtful: ForwardingRecorder {
    let inner: any Recorder
    let isDoubtful: Notes<Int>

    func append(_ request: AppendRequest) async throws -> [Int] {
      let ids = try await inner.append(request)
      guard isDoubtful.all.isEmpty else { throw RecorderError(.unknownOutcome, "Who knows.") }
      return ids
    }
  }

  @Test func `is not carried out again if it has passed over an unknown outcome`() async throws {
    let (id, bus, isDoubtful) = (one, EventBus(), Notes<Int>())
    let store = EventStore(of: Account.Event.self, in: Doubtful(inner: recorder, isDoubtful: isDoubtful))
    try bus.keep(store)
    let accounts = Keeper(repository: Repository<Account>(eventStore: store), bus: bus)
    _ = try await accounts.create { try await Account.open(id: id) }
    isDoubtful.add(1)
    try await accounts.change(id) { try? await $0.deposit(1) }
    #expect(try await accounts[id].balance == 1)
  }

  @Test func `is noticed when it rewrites through a recorder around the keeper's`() async throws {
    struct Around: ForwardingRecorder { let inner: any Recorder }
    let (id, bus) = (one, EventBus())
    let store = EventStore(of: Account.Event.self, in: Around(inner: Around(inner: recorder)))
    try bus.keep(store)
    let accounts = Keeper(repository: Repository<Account>(eventStore: store), bus: bus)
    _ = try await accounts.create { try await Account.open(id: id) }
    try await accounts.change(id) { try await $0.deposit(1) }
    let rewriter = HistoryRewriter(
      recorder: recorder, reading: SequencedItemMapper<DomainEvent<Account.Event>>(), writing: SequencedItemMapper())
    #expect(try await rewriter.rewrite(of: id, at: 1, to: .deposited(amount: 100)))
    #expect(try await accounts[id].balance == 100)
  }

  @Test func `is refused inside a unit of work, where it would be stored by itself`() async throws {
    try await open()
    let (accounts, one) = (accounts, one)
    await #expect(throws: KeeperInUnitOfWork(id: one)) {
      try await units.perform { _ in try await accounts.change(one) { try await $0.deposit(1) } }
    }
    #expect(try await accounts[one].balance == 0)
  }

  @Test func `costs one replay if it throws after it has changed an aggregate`() async throws {
    let (id, bus) = (one, EventBus())
    let store = EventStore(of: Voyage.Event.self, in: recorder)
    try bus.keep(store)
    let voyages = Keeper(repository: Repository<Voyage>(eventStore: store), bus: bus)
    _ = try await voyages.create { try Voyage.plan(id: id) }
    let before = recorder.queries.all.count
    await #expect(throws: Refusal()) {
      try await voyages.change(id) { voyage in
        try voyage.load("tea", kilograms: 5)
        throw Refusal()
      }
    }
    try await voyages.change(id) { try $0.load("rum", kilograms: 6) }
    #expect(recorder.queries.all.count == before + 1)
    #expect(try await voyages[id].crates.map(\.name) == ["rum"])
  }

  @Test func `is refused inside a unit of work if it creates, before anything is stored`() async throws {
    let (accounts, one, runs) = (accounts, one, Notes<Int>())
    let error = await #expect(throws: KeeperInUnitOfWork.self) {
      try await units.perform(inTurnOf: [one]) { _ in
        _ = try await accounts.create {
          runs.add(1)
          return try await Account.open(id: one)
        }
      }
    }
    #expect(error?.description.contains("A keeper stores at once") == true)
    #expect(runs.all == [] && recorder.requests.all == [])

    let store = EventStore(of: Voyage.Event.self, in: recorder)
    let voyages = Keeper(repository: Repository<Voyage>(eventStore: store), bus: bus)
    await #expect(throws: KeeperInUnitOfWork.self) {
      try await units.perform { _ in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { _ = try await voyages.create { try Voyage.plan(id: one) } }
          try await group.waitForAll()
        }
      }
    }
    #expect(recorder.requests.all == [])
  }

  @Test func `is not carried out again if it has created another and then conflicts`() async throws {
    try await open()
    let (accounts, one, third, bus, runs) = (accounts, one, UUID(), bus, Notes<Int>())
    await #expect(throws: ConcurrencyError(sequenceID: one, position: 1)) {
      try await accounts.change(one) { account in
        runs.add(1)
        var copy = account
        _ = try await accounts.create { try await Account.open(id: third) }
        try await copy.trigger(.deposited(amount: 1), on: bus)
        try await account.deposit(1)
      }
    }
    #expect(runs.all.count == 1)
    #expect(try await accounts[third].balance == 0)
  }
}
