import EventSourcing
import Foundation
import Testing

@Suite("A repository asked for a date")
struct RepositoryOnDateTests {
  private let recorder = InMemoryRecorder()
  private let id = UUID()
  private let accounts: Repository<Account>

  init() {
    accounts = Repository(
      eventPlayer: EventPlayer(eventStore: EventStore(of: Account.Event.self, in: recorder), pageSize: 2))
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 3), (3, 7), (99, 31)])
  func `gives the state after the newest event by then`(second: Int, balance: Int) async throws {
    try await accounts.eventPlayer.eventStore.append(Account.history(id, deposits: [1, 2, 4, 8, 16]))
    #expect(try await accounts[id, on: .second(second)].balance == balance)
    let between = Timestamp(microseconds: Timestamp.second(second).microseconds + 1)
    #expect(try await accounts[id, on: between].balance == balance)
  }

  @Test func `says whether the entity came later, or never`() async throws {
    try await accounts.eventPlayer.eventStore.append(Account.history(id))
    let before = Timestamp(microseconds: Timestamp.second(0).microseconds - 1)
    await #expect(throws: EntityNotFound(id: id, reason: .notYet(on: before))) { try await accounts[id, on: before] }
    let other = UUID()
    await #expect(throws: EntityNotFound(id: other, reason: .neverExisted)) {
      try await accounts[other, on: .second(9)]
    }
  }

  @Test func `tells of a first event that is missing, and does not deny the entity`() async throws {
    let second = Account.history(id, deposits: [1])[1]
    try await recorder.append([accounts.eventPlayer.eventStore.mapper.item(from: second)], kind: .timed)
    for date in [Timestamp.second(0), .second(9)] {
      await #expect(throws: SequenceGap(sequenceID: id, missing: 0)) { try await accounts[id, on: date] }
    }
  }

  @Test func `goes by the newest event, also where a clock went back`() async throws {
    let seconds = [0, 10, 5, 20]
    let events = Account.history(id, deposits: [1, 2, 4]).enumerated().map { version, event in
      DomainEvent(entityID: id, entityVersion: version, timestamp: .second(seconds[version]), payload: event.payload)
    }
    try await accounts.eventPlayer.eventStore.append(events)
    #expect(try await accounts[id, on: .second(7)].balance == 3)
  }
}
