import EventSourcing
import Foundation
import Testing

@Suite("A unit of work and the tasks that were started in it", .ownEventBus)
struct UnitOfWorkTasksTests {
  private let recorder = ScriptedRecorder()
  private let units: UnitsOfWork
  private let accountID = UUID()

  init() throws {
    units = UnitsOfWork(recorder: recorder, catalog: try EventCatalog(.events(of: Account.Event.self)))
  }

  private var accounts: Repository<Account> {
    Repository(eventStore: EventStore(of: Account.Event.self, in: recorder))
  }

  @Test func `cannot be nested`() async throws {
    let units = units
    await #expect(throws: NestedUnitOfWork()) {
      try await units.perform { _ in try await units.perform { _ in } }
    }
  }

  @Test func `takes nothing from a task that it did not wait for`() async throws {
    let (id, gate) = (accountID, Notes<Int>())
    let late = try await units.perform { _ in
      Task {
        while gate.all.isEmpty { await Task.yield() }
        _ = try await Account.open(id: id)
      }
    }
    gate.add(1)
    await #expect(throws: UnitOfWorkEnded()) { try await late.value }
    #expect(recorder.requests.all == [])
  }

  @Test func `takes nothing from a detached task`() async throws {
    let id = accountID
    await #expect(throws: NobodyStores(storedName: "Account")) {
      try await units.perform { _ in
        _ = try await Task.detached { try await Account.open(id: id) }.value
      }
    }
  }

  @Test func `can be begun by a task that was started in another one, when that has ended`() async throws {
    let (units, id, gate, heard) = (units, accountID, Notes<Int>(), Notes<Int>())
    EventBus.current.subscribeToAll { heard.add($0.count) }
    let late = try await units.perform { _ in
      Task {
        while gate.all.isEmpty { await Task.yield() }
        try await units.perform { _ in _ = try await Account.open(id: id) }
      }
    }
    gate.add(1)
    try await late.value
    #expect(try await accounts.contains(id) && heard.all == [1])
  }

  @Test func `is heard of by those who subscribed to the bus that it was made with, whatever task does it`()
    async throws
  {
    let (units, id, heard) = (units, accountID, Notes<Int>())
    EventBus.current.subscribeToAll { heard.add($0.count) }
    try await Task.detached { try await units.perform { _ in _ = try await Account.open(id: id) } }.value
    #expect(heard.all == [1])
  }
}
