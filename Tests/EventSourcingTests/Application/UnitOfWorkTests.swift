import EventSourcing
import Foundation
import Testing

@Suite("A unit of work", .ownEventBus)
struct UnitOfWorkTests {
  private let recorder = ScriptedRecorder()
  private let units: UnitsOfWork
  private let accountID = UUID()
  private let voyageID = UUID()

  init() throws {
    units = UnitsOfWork(
      recorder: recorder,
      catalog: try EventCatalog(
        .events(of: Account.Event.self), .events(of: Voyage.Event.self), .entries(of: LogEntry.self)))
  }

  private var accounts: Repository<Account> {
    Repository(eventStore: EventStore(of: Account.Event.self, in: recorder))
  }

  private func open() async throws {
    let id = accountID
    try await units.perform { _ in _ = try await Account.open(id: id) }
  }

  @Test func `records entities, aggregates and log entries in one append`() async throws {
    let (accountID, voyageID, log) = (accountID, voyageID, UUID())
    try await units.perform { work in
      var account = try await Account.open(id: accountID)
      var voyage = try Voyage.plan(id: voyageID)
      try voyage.load("tea", kilograms: 5)
      try await voyage.save()
      try await account.deposit(7)
      try work.append(.line(of: log, second: 1))
    }
    let request = try #require(recorder.requests.all.first)
    #expect(recorder.requests.all.count == 1 && request.timed == [log])
    #expect(
      request.items.map(\.topic)
        == ["Account.opened", "Voyage.planned", "Voyage.loaded", "Account.deposited", "LogEntry.written"])
    #expect(try await accounts[accountID].balance == 7)
  }

  @Test func `gives what it has changed, and reads each once`() async throws {
    try await open()
    let id = accountID
    let balances = try await units.perform { work in
      let accounts = work.repository(of: Account.self)
      var account = try await accounts[id]
      try await account.deposit(5)
      var again = try await accounts[id]
      try await again.deposit(6)
      return [account.balance, again.balance, try await accounts[id].balance]
    }
    #expect(balances == [5, 11, 11])
    #expect(recorder.queries.all.count == 1)
  }

  @Test func `sees what it has created and what it has discarded`() async throws {
    try await open()
    let (id, voyageID) = (accountID, voyageID)
    try await units.perform { work in
      var voyage = try Voyage.plan(id: voyageID)
      #expect(try await !work.repository(of: Voyage.self).contains(voyageID))
      try await voyage.save()
      #expect(try await work.repository(of: Voyage.self).contains(voyageID))
      var account = try await work.repository(of: Account.self)[id]
      try await account.close()
      await #expect(throws: EntityNotFound(id: id, reason: .discarded(version: 2))) {
        try await work.repository(of: Account.self)[id]
      }
    }
  }

  @Test func `records nothing if the body throws`() async throws {
    let id = accountID
    await #expect(throws: Refusal()) {
      try await units.perform { _ in
        _ = try await Account.open(id: id)
        throw Refusal()
      }
    }
    #expect(recorder.requests.all == [])
  }

  @Test func `records nothing, and tells nobody, if another came first`() async throws {
    try await open()
    let heard = Notes<Int>()
    EventBus.current.subscribeToAll { heard.add($0.count) }
    let (id, voyageID, memory) = (accountID, voyageID, recorder.memory)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) {
      try await units.perform { work in
        var account = try await work.repository(of: Account.self)[id]
        var voyage = try Voyage.plan(id: voyageID)
        try await voyage.save()
        try await EventStore(of: Account.Event.self, in: memory).append(
          DomainEvent(entityID: id, entityVersion: 1, timestamp: .second(5), payload: .closed))
        try await account.deposit(5)
      }
    }
    #expect(try await recorder.items(of: voyageID) == [] && heard.all == [])
  }

  @Test func `is tried again as a whole`() async throws {
    try await open()
    let (id, memory, runs) = (accountID, recorder.memory, Notes<Int>())
    try await retryingOnConcurrencyError {
      try await units.perform { work in
        var account = try await work.repository(of: Account.self)[id]
        runs.add(1)
        if runs.all.count == 1 {
          try await EventStore(of: Account.Event.self, in: memory).append(
            DomainEvent(entityID: id, entityVersion: 1, timestamp: .second(5), payload: .deposited(amount: 100)))
        }
        try await account.deposit(5)
      }
    }
    #expect(try await accounts[id].balance == 105)
  }

  @Test func `tells those outside after the commit, in order`() async throws {
    let (id, voyageID, recorder, told) = (accountID, voyageID, recorder, Notes<String>())
    EventBus.current.subscribeToAll { (events: [any AnyDomainEvent]) async throws in
      #expect(try await recorder.memory.items(of: voyageID).count == 1)
      for event in events { told.add("\(type(of: event))") }
    }
    try await units.perform { _ in
      _ = try await Account.open(id: id)
      var voyage = try Voyage.plan(id: voyageID)
      try await voyage.save()
      #expect(told.all == [])
    }
    #expect(told.all == ["DomainEvent<Event>", "DomainEvent<Event>"])
  }

  @Test func `is stored, and says so, if those outside fail`() async throws {
    let id = accountID
    EventBus.current.subscribeToAll { _ in throw Refusal() }
    let error = await #expect(throws: StoredButNotHandled.self) {
      try await units.perform { _ in _ = try await Account.open(id: id) }
    }
    #expect(error?.entityID == id && error?.errors.first as? Refusal == Refusal())
    #expect(try await accounts.contains(id))
  }

  @Test func `is recorded only if what it has read is as it was`() async throws {
    try await open()
    let (id, voyageID, memory) = (accountID, voyageID, recorder.memory)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1, found: 2)) {
      try await units.perform { work in
        try work.assertUnchanged(try await work.repository(of: Account.self)[id])
        var voyage = try Voyage.plan(id: voyageID)
        try await voyage.save()
        try await EventStore(of: Account.Event.self, in: memory).append(
          DomainEvent(entityID: id, entityVersion: 1, timestamp: .second(5), payload: .closed))
      }
    }
    #expect(try await recorder.items(of: voyageID) == [])
  }

  @Test func `may assert what it changes, before or after`() async throws {
    try await open()
    let id = accountID
    try await units.perform { work in
      var account = try await work.repository(of: Account.self)[id]
      try work.assertUnchanged(account)
      try await account.deposit(5)
      try work.assertUnchanged(account)
    }
    #expect(try await accounts[id].balance == 5)
  }

  @Test func `records what is tracked with what it caused, and once`() async throws {
    let (id, tracking) = (accountID, TrackingRecord(upstream: "orders", from: 0, to: 4))
    try await units.perform(tracking: tracking) { _ in _ = try await Account.open(id: id) }
    await #expect(throws: AlreadyTracked(tracking, found: 4)) { try await units.perform(tracking: tracking) { _ in } }
    #expect(try await recorder.lastTracked(of: "orders") == LogPosition(id: 4))
  }

  @Test func `appends nothing if nothing happened`() async throws {
    #expect(try await units.perform { _ in 7 } == 7)
    #expect(recorder.requests.all == [])
  }

  @Test func `refuses a kind that the catalog does not have`() async throws {
    let units = UnitsOfWork(recorder: recorder, catalog: try EventCatalog(.events(of: Account.Event.self)))
    let id = voyageID
    await #expect(throws: KindNotInCatalog(storedName: "Voyage")) {
      try await units.perform { _ in
        var voyage = try Voyage.plan(id: id)
        try await voyage.save()
      }
    }
  }

  @Test func `records nothing for a task that was cancelled`() async throws {
    let (units, id) = (units, accountID)
    let task = Task {
      try await units.perform { _ in
        _ = try await Account.open(id: id)
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await recorder.items(of: id) == [])
  }

  @Test func `is refused if what it has asserted was not so when it changed it`() async throws {
    try await open()
    let (id, memory) = (accountID, recorder.memory)
    let stale = try await accounts[id]
    try await EventStore(of: Account.Event.self, in: memory).append(
      DomainEvent(entityID: id, entityVersion: 1, timestamp: .second(5), payload: .deposited(amount: 1)))
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1, found: 2)) {
      try await units.perform { work in
        try work.assertUnchanged(stale)
        var account = try await work.repository(of: Account.self)[id]
        try await account.deposit(1)
      }
    }
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 0, found: 2)) {
      try await units.perform { work in
        try work.assert(SequenceAssertion(sequenceID: id, version: 0))
        var account = try await work.repository(of: Account.self)[id]
        try await account.deposit(1)
      }
    }
    #expect(try await accounts[id].balance == 1)
  }

  @Test func `refuses one id for two kinds, whichever comes first`() async throws {
    let id = accountID
    let steps: [String: @Sendable (UnitOfWork) async throws -> Void] = [
      "account": { _ in _ = try await Account.open(id: id) },
      "voyage": { _ in
        var voyage = try Voyage.plan(id: id)
        try await voyage.save()
      },
      "log": { work in try work.append(LogEntry.written(line: ""), to: id) },
    ]
    for (first, begin) in steps {
      for (second, goOn) in steps where first != second {
        let error = await #expect(throws: IDOfTwoKinds.self, "\(first), then \(second)") {
          try await units.perform { work in
            try await begin(work)
            try await goOn(work)
          }
        }
        #expect(error == IDOfTwoKinds(id: id))
      }
    }
    #expect(recorder.requests.all == [])
  }

  @Test func `says that a copy is old if the unit itself has changed the entity since`() async throws {
    try await open()
    let id = accountID
    await #expect(throws: OldCopyInUnitOfWork(entityID: id, version: 1)) {
      try await units.perform { work in
        let accounts = work.repository(of: Account.self)
        var (from, to) = (try await accounts[id], try await accounts[id])
        try await from.deposit(-5)
        try await to.deposit(5)
      }
    }
    #expect(try await accounts[id].balance == 0)
  }

  @Test func `is a conflict if an event in it was made from a newer state than it has read`() async throws {
    try await open()
    let (id, recorder, accounts) = (accountID, recorder, accounts)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) {
      try await units.perform { work in
        let own = work.repository(of: Account.self)
        _ = try await own[id]
        try await EventStore(of: Account.Event.self, in: recorder.memory).append(
          DomainEvent(entityID: id, entityVersion: 1, timestamp: .second(5), payload: .deposited(amount: 1)))
        var newer = try await accounts[id]
        try await newer.deposit(1)
        _ = try await own[id]
      }
    }
  }
}
