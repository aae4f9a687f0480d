import EventSourcing
import Foundation
import Testing

@Suite("What a unit of work asserts", .ownEventBus)
struct UnitOfWorkAssertionsTests {
  private let recorder = ScriptedRecorder()
  private let units: UnitsOfWork
  private let one = UUID()
  private let other = UUID()

  init() throws {
    units = UnitsOfWork(
      recorder: recorder,
      catalog: try EventCatalog(.events(of: Account.Event.self), .entries(of: LogEntry.self)))
  }

  private func append(_ events: [DomainEvent<Account.Event>]) async throws {
    try await EventStore(of: Account.Event.self, in: recorder.memory).append(events)
  }

  @Test func `is looked at also if the unit writes nothing`() async throws {
    try await append(Account.history(one, deposits: [1, 2]))
    let (one, other) = (one, other)
    for version in [0, 2, 4, 77] {
      let error = await #expect(throws: ConcurrencyError.self) {
        try await units.perform { work in
          try work.assert(SequenceAssertion(sequenceID: other, version: 0))
          try work.assert(SequenceAssertion(sequenceID: one, version: version))
        }
      }
      #expect(error == ConcurrencyError(sequenceID: one, position: version, found: 3))
      #expect(
        error?.description
          == "Sequence \(one): it was read at version \(version), and is at 3. Read again and decide again.")
    }
    let decision = try await units.perform { work in
      let account = try await work.repository(of: Account.self)[one]
      try work.assertUnchanged(account)
      try work.assertUnchanged(account)
      try work.assert(SequenceAssertion(sequenceID: other, version: 0))
      return account.balance
    }
    #expect(decision == 3 && recorder.requests.all == [])
  }

  @Test func `has a unit that writes nothing decide again where another came first`() async throws {
    try await append(Account.history(one))
    let (one, memory, runs) = (one, recorder.memory, Notes<Int>())
    let balance = try await units.perform(inTurnOf: [one]) { work in
      runs.add(1)
      let account = try await work.repository(of: Account.self)[one]
      if runs.all.count == 1 {
        try await EventStore(of: Account.Event.self, in: memory).append(
          Array(Account.history(one, deposits: [7]).dropFirst()))
      }
      try work.assertUnchanged(account)
      return account.balance
    }
    #expect(balance == 7 && runs.all.count == 2)
  }

  @Test func `is refused of a log also if the unit writes nothing`() async throws {
    let log = other
    try await recorder.append([.sample(log, at: 500)], kind: .timed)
    await #expect(throws: InvalidAppend.assertsLog(sequenceID: log)) {
      try await units.perform { try $0.assert(SequenceAssertion(sequenceID: log, version: 1)) }
    }
  }
}
