import EventSourcing
import Foundation
import Testing

@Suite("An entity", .ownEventBusForAModel)
struct EntityTests {
  let id = IDGenerator.counting().next()
  let heard = Notes<DomainEvent<Account.Event>>()

  private func listen() {
    EventBus.current.subscribe(to: Account.Event.self) { $0.forEach(heard.add) }
  }

  @Test func `is created by its first event, which is published`() async throws {
    listen()
    let account = try await Account.open(owner: "Ada", id: id)
    #expect(account.owner == "Ada")
    #expect(heard.all == Account.history(id))
  }

  @Test func `publishes each command's event at the next version`() async throws {
    listen()
    var account = try await Account.open(id: id, at: .second(0))
    try await account.deposit(5, at: .second(1))
    try await account.deposit(7, at: .second(2))
    #expect(heard.all == Account.history(id, deposits: [5, 7]))
    #expect(account.balance == 12)
  }

  @Test func `knows its id, version and dates`() async throws {
    var account = try await Account.open(id: id, at: .second(3))
    #expect(account.id == id)
    #expect(account.version == 1)
    #expect(account.createdOn == .second(3) && account.lastModifiedOn == .second(3))
    try await account.deposit(5, at: .second(8))
    #expect(account.id == id)
    #expect(account.version == 2)
    #expect(account.createdOn == .second(3) && account.lastModifiedOn == .second(8))
    #expect(!account.isDiscarded)
  }

  @Test func `is discarded by an event that ends it, and counts that event`() async throws {
    listen()
    var account = try await Account.open(id: id, at: .second(0))
    try await account.close(at: .second(4))
    #expect(account.isDiscarded)
    #expect(account.version == 2)
    #expect(account.lastModifiedOn == .second(4))
    #expect(heard.all.map(\.payload) == [.opened(owner: "Ada"), .closed])
  }

  @Test func `that is discarded keeps its last state to look at`() async throws {
    var account = try await Account.open(owner: "Ada", id: id)
    try await account.deposit(5)
    try await account.close()
    #expect(account.owner == "Ada" && account.balance == 5)
  }

  @Test func `that is discarded refuses commands and publishes nothing`() async throws {
    var account = try await Account.open(id: id)
    try await account.close()
    listen()
    let before = account
    await #expect(throws: EntityDiscarded(id: id, version: 2)) { try await account.deposit(1) }
    await #expect(throws: EntityDiscarded(id: id, version: 2)) { try await account.close() }
    #expect(heard.all == [])
    #expect(account == before)
  }

  @Test func `is as it was before when a subscriber refuses a change`() async throws {
    var account = try await Account.open(id: id)
    try await account.deposit(5)
    let before = account
    EventBus.current.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await account.deposit(7, at: .second(9)) }
    #expect(account == before)
  }

  @Test func `is not discarded when a subscriber refuses its end`() async throws {
    var account = try await Account.open(id: id)
    let before = account
    let refusal = EventBus.current.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await account.close() }
    #expect(account == before)
    EventBus.current.unsubscribe(refusal)
    try await account.close()
    #expect(account.isDiscarded)
  }

  @Test func `is not created when a subscriber refuses its first event`() async {
    EventBus.current.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await Account.open(id: id) }
  }

  @Test func `has not changed yet while its event is published`() async throws {
    // A reader in the middle of the publish sees the state that the command decided on.
    let account = Notes<Account>()
    var mine = try await Account.open(id: id)
    account.add(mine)
    EventBus.current.subscribe(to: Account.Event.self) { events in
      #expect(events.map(\.entityVersion) == account.all.map(\.version))
    }
    try await mine.deposit(1)
    #expect(mine.version == 2)
  }

  @Test func `is not created by an event that comes later in a life, and nothing is published`() async {
    listen()
    await #expect(throws: ReplayError.createdNothing(id: id, version: 0)) {
      try await Account.create(.deposited(amount: 1), id: id)
    }
    #expect(heard.all == [])
  }

  @Test func `is not created a second time, and nothing is published`() async throws {
    var account = try await Account.open(id: id)
    listen()
    let before = account
    await #expect(throws: ReplayError.createdTwice(id: id, version: 1)) {
      try await account.trigger(.opened(owner: "Bob"))
    }
    #expect(account == before)
    #expect(heard.all == [])
  }

  @Test func `copied is two readers: a change to one is not seen by the other`() async throws {
    var mine = try await Account.open(id: id)
    let yours = mine
    try await mine.deposit(5)
    #expect(mine.balance == 5 && mine.version == 2)
    #expect(yours.balance == 0 && yours.version == 1)
  }

  @Test func `copied gives both copies' next events the same version`() async throws {
    var mine = try await Account.open(id: id)
    var yours = mine
    listen()
    try await mine.deposit(5)
    try await yours.deposit(7)
    #expect(heard.all.map(\.entityVersion) == [1, 1])
  }

  @Test func `takes the time from the system by default`() async throws {
    let before = Timestamp.now
    var account = try await Account.create(.opened(owner: "Ada"), id: id)
    try await account.trigger(.deposited(amount: 1))
    #expect(before <= account.createdOn && account.createdOn <= account.lastModifiedOn)
    #expect(account.lastModifiedOn <= .now)
  }

  @Test func `that is discarded says so in its error`() {
    #expect(
      EntityDiscarded(id: id, version: 2).description
        == "Entity \(id) was discarded at version 2 and takes no more commands.")
  }
}
