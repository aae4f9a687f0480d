import EventSourcing
import Foundation
import Testing

@Suite("Turns with entities", .ownEventBus, .timeLimit(.minutes(5)))
struct TurnsTests {
  private let recorder = ScriptedRecorder()
  private let one = UUID()
  private let other = UUID()
  private let bus = EventBus()
  /// Hundreds of turns, each of which waits for a thread, take their time beside other tests.
  private let turns = Turns(patience: .seconds(240))
  private let units: UnitsOfWork
  private let accounts: Keeper<Account>
  private let repository: Repository<Account>

  init() throws {
    let store = EventStore(of: Account.Event.self, in: recorder)
    try bus.keep(store)
    repository = Repository(eventStore: store)
    accounts = Keeper(repository: repository, turns: turns, bus: bus)
    units = UnitsOfWork(
      recorder: recorder, catalog: try EventCatalog(.events(of: Account.Event.self)), bus: bus, turns: turns)
  }

  private func open() async throws {
    let (one, other) = (one, other)
    for id in [one, other] { _ = try await accounts.create { try await Account.open(id: id) } }
  }

  private static func transfer(
    _ amount: Int, from one: UUID, to other: UUID, _ work: UnitOfWork
  ) async throws {
    let accounts = work.repository(of: Account.self)
    var (from, to) = (try await accounts[one], try await accounts[other])
    await Task.yield()
    try await from.deposit(-amount)
    try await to.deposit(amount)
  }

  @Test func `keep units of work that ask for them from refusing each other, and keepers, too`() async throws {
    try await open()
    let (accounts, units, one, other) = (accounts, units, one, other)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        let (from, to) = number.isMultiple(of: 2) ? (one, other) : (other, one)
        group.addTask {
          try await units.perform(inTurnOf: [from, to]) { try await Self.transfer(number, from: from, to: to, $0) }
        }
        group.addTask { try await accounts.change(one) { try await $0.deposit(1) } }
      }
      try await group.waitForAll()
    }
    #expect(try await accounts[one].balance == 200 + 100)
    #expect(try await accounts[other].balance == -100)
    // A keeper knows nothing of what a unit has stored, so its command may be refused once; a unit never is.
    #expect(recorder.requests.all.filter { $0.items.count == 2 }.count == 200)
  }

  @Test func `have a unit of work decide again where another process came first`() async throws {
    try await open()
    let (one, other, memory, runs) = (one, other, recorder.memory, Notes<Int>())
    try await units.perform(inTurnOf: [one, other]) { work in
      runs.add(1)
      if runs.all.count < 20 {
        try await EventStore(of: Account.Event.self, in: memory).append(
          DomainEvent(
            entityID: other, entityVersion: runs.all.count, timestamp: .second(5), payload: .deposited(amount: 1)))
      }
      var account = try await work.repository(of: Account.self)[one]
      if runs.all.count < 20 { try work.assert(SequenceAssertion(sequenceID: other, version: runs.all.count)) }
      try await account.deposit(1)
    }
    #expect(runs.all.count == 20)
    #expect(try await accounts[one].balance == 1)
  }

  @Test func `are not waited for twice by one task`() async throws {
    try await open()
    let (units, one, other) = (units, one, other)
    await #expect(throws: TurnReentered(id: one)) {
      try await accounts.change(one) { _ in try await units.perform(inTurnOf: [one, other]) { _ in } }
    }
    await #expect(throws: NestedUnitOfWork()) {
      try await units.perform { _ in try await units.perform(inTurnOf: [one]) { _ in } }
    }
  }

  @Test func `come to a task that a command has started and did not wait for`() async throws {
    try await open()
    let (accounts, one) = (accounts, one)
    let later = try await accounts.change(one) { account in
      let task = Task { try await accounts.change(one) { try await $0.deposit(10) } }
      try await account.deposit(1)
      return task
    }
    try await later.value
    #expect(try await accounts[one].balance == 11)
  }

  @Test func `end a command that waits for a task of its own with its entity, and say what it may be`() async throws {
    try await open()
    let accounts = Keeper(repository: repository, turns: Turns(patience: .milliseconds(20)), bus: bus)
    let one = one
    let error = await #expect(throws: TurnTimedOut.self) {
      try await accounts.change(one) { _ in
        async let child: Void = accounts.change(one) { try await $0.deposit(10) }
        try await child
      }
    }
    #expect(error?.description.contains("wait for a task of its own") == true)
    #expect(try await accounts[one].balance == 0)
  }

  @Test func `are waited for as long as one likes`() async throws {
    try await open()
    let patient = Keeper(repository: repository, turns: Turns(patience: .seconds(Int64.max)), bus: bus)
    let one = one
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await patient.change(one) { account in
            await Task.yield()
            try await account.deposit(1)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await accounts[one].balance == 20)
  }
}
