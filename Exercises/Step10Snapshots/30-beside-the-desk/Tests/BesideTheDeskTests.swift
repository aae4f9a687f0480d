import BoxOffice
import EventSourcing
import Exercise30
import Foundation
import Practice
import Testing

@Suite("Exercise 30: beside the desk")
struct BesideTheDeskTests {
  private let recorder = CountingRecorder()
  private let bus = EventBus()
  private let id = UUID()

  /// Sells to so many customers, each by one event after the first.
  private func sell(_ events: Int) async throws {
    var sales = try await Sales.begin("Hamlet", id: id)
    for number in 1..<events { try await sales.sell(1, to: "customer \(number)") }
  }

  /// The versions at which there are snapshots.
  private func versions(in table: SlowTable) async throws -> [Int] {
    var versions: [Int] = []
    for sequence in try await table.sequenceIDs(after: nil, limit: 10) {
      versions += try await table.items(of: sequence).map(\.position)
    }
    return versions
  }

  @Test func `every ten events there is a snapshot`() async throws {
    let table = SlowTable()
    try await withDesk(events: recorder, snapshots: table, bus: bus) { _ in try await sell(25) }
    #expect(try await versions(in: table) == [10, 20], "Rule: a snapshot every ten events of a performance.")
  }

  @Test func `only the newest three are kept`() async throws {
    let table = SlowTable()
    try await withDesk(events: recorder, snapshots: table, bus: bus) { _ in try await sell(60) }
    #expect(try await versions(in: table) == [40, 50, 60], "Rule: no more than the newest three of a performance.")
  }

  @Test func `the desk reads from the newest snapshot`() async throws {
    let table = SlowTable()
    try await withDesk(events: recorder, snapshots: table, bus: bus) { _ in try await sell(95) }
    try await withDesk(events: recorder, snapshots: table, bus: bus) { desk in
      let before = recorder.itemsRead
      let sales = try await desk.repository[id]
      #expect(sales.version == 95 && sales.sold == 94, "Rule: snapshots change no answer.")
      #expect(recorder.itemsRead - before < 10, "Rule: what a snapshot has folded is not read again.")
    }
  }

  @Test func `what is due is taken before the desk is closed`() async throws {
    let table = SlowTable()
    try await withDesk(events: recorder, snapshots: table, bus: bus) { _ in try await sell(10) }
    #expect(try await versions(in: table) == [10], "Rule: who works in the background is waited for in the end.")
  }

  @Test func `what is due is taken, also when the desk is closed by an error`() async throws {
    struct PowerCut: Error {}
    let table = SlowTable()
    await #expect(throws: PowerCut.self, "Rule: the error is handed on.") {
      try await withDesk(events: recorder, snapshots: table, bus: bus) { _ in
        try await sell(10)
        throw PowerCut()
      }
    }
    #expect(
      try await versions(in: table) == [10],
      "Rule: who works in the background is waited for in the end, on every path.")
  }

  @Test func `no customer waits for a snapshot`() async throws {
    let table = SlowTable(delay: .seconds(2))
    let time = try await withDesk(events: recorder, snapshots: table, bus: bus) { _ in
      let start = ContinuousClock.now
      try await sell(10)
      return ContinuousClock.now - start
    }
    #expect(time < .milliseconds(1_500), "Rule: a snapshot is taken beside the work.")
  }

  @Test func `no sale fails with a snapshot`() async throws {
    let table = SlowTable()
    try await table.close()
    try await withDesk(events: recorder, snapshots: table, bus: bus) { desk in
      try await sell(20)
      #expect(try await desk.repository[id].sold == 19, "Rule: a snapshot is a cache, and all can be done without it.")
    }
  }

  @Test func `a closed desk leaves nobody on the bus`() async throws {
    try await withDesk(events: recorder, snapshots: SlowTable(), bus: bus) { _ in }
    #expect(!bus.hasSubscribers, "Rule: what begins with the desk ends with it.")
  }
}
