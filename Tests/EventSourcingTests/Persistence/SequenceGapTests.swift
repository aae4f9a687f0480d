import EventSourcing
import Foundation
import Testing

@Suite("A counted sequence that lacks an item")
struct SequenceGapTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()
  private let store: EventStore<DomainEvent<Account.Event>>

  init() async throws {
    store = EventStore(of: Account.Event.self, in: recorder)
    try await store.append(Account.history(id, deposits: [1, 2, 3, 4, 5]))
  }

  private func lacking(_ position: Int) async throws {
    try await recorder.deleteItem(of: id, at: position)
  }

  @Test(arguments: [0, 1, 3, 4])
  func `is refused as a whole, whichever way it is read`(missing: Int) async throws {
    let replica = InMemoryRecorder()
    let all = try await recorder.notifications(of: id, where: .all)
    try await replica.replicate(all.filter { $0.item.position != missing })
    let store = EventStore(of: Account.Event.self, in: replica)
    for order in [PositionQuery.Order.forwards, .backwards] {
      await #expect(throws: SequenceGap(sequenceID: id, missing: missing)) {
        try await store.events(of: id, where: PositionQuery(order: order))
      }
    }
  }

  @Test(arguments: [
    PositionQuery(atLeast: 2), PositionQuery(atMost: 3), PositionQuery(greaterThan: 2, limit: 1),
    PositionQuery(atLeast: 3, atMost: 3), PositionQuery(lessThan: 4, order: .backwards),
    PositionQuery(limit: 3, order: .backwards),
  ])
  func `is refused by a query that should have given it`(query: PositionQuery) async throws {
    try await lacking(3)
    await #expect(throws: SequenceGap(sequenceID: id, missing: 3)) { try await store.events(of: id, where: query) }
  }

  @Test(arguments: [
    (PositionQuery(atLeast: 4), 2), (PositionQuery(atMost: 2), 3), (PositionQuery(limit: 3), 3),
    (PositionQuery(limit: 2, order: .backwards), 2), (PositionQuery(atLeast: 9), 0), (PositionQuery(limit: 0), 0),
  ])
  func `is read by a query that does not want it`(query: PositionQuery, count: Int) async throws {
    try await lacking(3)
    #expect(try await store.events(of: id, where: query).count == count)
  }

  @Test(arguments: [
    PositionQuery(atMost: 99), PositionQuery(atLeast: 4, atMost: 99), PositionQuery(lessThan: 99, order: .backwards),
  ])
  func `is not one that has ended before the query does`(query: PositionQuery) async throws {
    #expect(try await store.events(of: id, where: query).last != nil)
  }

  @Test(arguments: [[.opened], [.deposited], [.opened, .deposited]] as [Set<Account.Event.CodingKeys>])
  func `is refused where its events are read by their cases, whichever they are`(
    _ cases: Set<Account.Event.CodingKeys>
  ) async throws {
    try await lacking(3)
    for (after, limit) in [(0, 100), (0, 1), (4, 100)] where after == 0 || cases != [.opened] {
      await #expect(throws: SequenceGap(sequenceID: id, missing: 3)) {
        try await store.events(ofCases: cases, after: after, limit: limit)
      }
    }
  }

  @Test(arguments: [0, 1, 4])
  func `is whole again when the item is put back, and goes on from there`(missing: Int) async throws {
    let history = Account.history(id, deposits: [1, 2, 3, 4, 5])
    // The newest id was given, though its item is gone.
    try await store.append(Account.history(UUID()))
    try await recorder.deleteItems(of: recorder.sequenceIDs(after: nil, limit: 9).first { $0 != id } ?? id)
    let item = try #require(try await recorder.item(of: id, at: missing))
    if missing == 0 {
      // As by hand: a recorder does not delete the first item of a sequence that goes on.
      let rest = try await recorder.items(of: id, where: PositionQuery(atLeast: 1))
      try await recorder.deleteItems(of: id)
      try await recorder.restore(rest)
    } else {
      try await lacking(missing)
    }
    let gap = await #expect(throws: SequenceGap.self) { try await store.events(of: id) }
    #expect(gap?.missing == missing && gap?.description.contains("restore") == true)
    try await recorder.restore([item])
    #expect(try await store.events(of: id) == history)
    try await store.append(DomainEvent(entityID: id, entityVersion: 6, timestamp: .second(6), payload: .closed))
    await #expect(throws: ConcurrencyError(sequenceID: id, position: missing)) { try await recorder.restore([item]) }
  }

  @Test func `is not made by putting back what comes after it, nor what is a log's`() async throws {
    let history = try await store.events(of: id)
    let (newest, log) = (try #require(try await recorder.items(of: id).last), UUID())
    try await recorder.append([.sample(log, at: 1_700_000_000_000_000)], kind: .timed)
    for position in [newest.position + 2, 1_700_000_000_000_000] {
      let refusal = await #expect(throws: RestoreError.self) {
        try await recorder.restore([.sample(id, at: position)])
      }
      #expect(refusal == .leavesGap(sequenceID: id, missing: newest.position + 1))
      #expect(refusal?.description.contains("lacks position \(newest.position + 1), and could not be read") == true)
    }
    await #expect(throws: RestoreError.leavesGap(sequenceID: log, missing: 1)) {
      try await recorder.restore([.sample(log, at: 0)])
    }
    #expect(try await store.events(of: id) == history)
  }

  @Test func `is said to be an entity's, perhaps, where the first item is missing`() async throws {
    let rest = try await recorder.items(of: id, where: PositionQuery(atLeast: 1))
    try await recorder.deleteItems(of: id)
    try await recorder.restore(rest)
    let refusal = await #expect(throws: InvalidAppend.self) {
      try await store.append(DomainEvent(entityID: id, entityVersion: 6, timestamp: .second(6), payload: .closed))
    }
    #expect(refusal == .otherKind(sequenceID: id, stored: .timed))
    #expect(refusal?.description.contains("its first item is missing: put it back") == true)
  }

  @Test func `is no fault of a log, whose times have gaps`() async throws {
    let log = EventLog(id: UUID(), eventStore: EventStore(entriesOf: LogEntry.self, in: recorder))
    for second in [1, 5, 9] { try await log.append(.written(line: "x"), at: .second(second)) }
    #expect(try await log.entries(where: PositionQuery(atMost: Timestamp.second(5).microseconds)).count == 2)
  }
}
