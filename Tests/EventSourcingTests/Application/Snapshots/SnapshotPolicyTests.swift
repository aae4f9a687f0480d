import EventSourcing
import Foundation
import Testing

@Suite("A snapshot policy", .timeLimit(.minutes(1)))
struct SnapshotPolicyTests {
  private let purses = Purses()
  private let bus = EventBus()
  private let persistence: PersistencePolicy<Purse.Event>
  private var id: UUID { purses.id }

  init() throws {
    persistence = try PersistencePolicy(eventStore: purses.store, bus: bus)
  }

  private func buy() async throws -> Purse {
    try await Purse.create(.bought(by: "Ada"), id: id, at: .second(0), on: bus)
  }

  @Test func `takes one each time that so many events were stored, and after the end one without a state`() async throws
  {
    let policy = try SnapshotPolicy(every: 2, eventStore: purses.store, snapshots: purses.snapshots, bus: bus)
    var purse = try await buy()
    let due: [Int: [Int]] = [1: [], 2: [2], 5: [2, 4], 7: [2, 4, 6], 8: [2, 4, 6, 8]]
    for version in 1...8 {
      await policy.waitUntilTaken()
      if let expected = due[version] {
        #expect(try await purses.versions() == expected, "after \(version) events")
        #expect(try await purses.repository[id] == purses.plain[id])
      }
      if version == 8 { break }
      try await EventBus.$current.withValue(bus) { try await purse.fill(version) }
    }
    #expect(try await purses.snapshots.newest(of: id, atMost: 5)?.state == purses.plain[id, at: 4])
    try await EventBus.$current.withValue(bus) {
      try await purse.fill(1)
      try await purse.burn()
    }
    await policy.close()
    let newest = try #require(try await purses.snapshots.newest(of: id))
    #expect(newest.version == 10 && newest.state == nil)
    #expect(purses.snapshots.counts.taken == 5)
    #expect(purses.snapshots.counts.failed == 0)
  }

  @Test func `takes one at the version appended, of several events at once`() async throws {
    let policy = try SnapshotPolicy(every: 4, eventStore: purses.store, snapshots: purses.snapshots, bus: bus)
    let other = UUID()
    let history = Purse.history(id, Purse.fillings(9))
    try await bus.publish(Array(history[..<3]))
    try await bus.publish(Array(history[3..<6]) + Purse.history(other, Purse.fillings(3)))
    try await bus.publish(Array(history[6..<7]))
    await policy.close()
    #expect(try await purses.snapshots.newest(of: id)?.version == 6)
    #expect(try await purses.snapshots.newest(of: other)?.version == 4)
    #expect(purses.snapshots.counts.taken == 2)
  }

  @Test(arguments: [1, 0, -3, .min])
  func `has no interval of less than two events`(interval: Int) {
    #expect(throws: SnapshotIntervalTooShort(interval: interval)) {
      try SnapshotPolicy(every: interval, eventStore: purses.store, snapshots: purses.snapshots, bus: bus)
    }
    #expect(bus.hasSubscribers, "the storing goes on")
  }

  @Test func `fails no command when it fails, and tells of it`() async throws {
    try await purses.table.close()
    let failures = Notes<Int>()
    let policy = try SnapshotPolicy(every: 2, eventStore: purses.store, snapshots: purses.snapshots, bus: bus) {
      failures.add($0.version)
      #expect($0.error as? RecorderError == .closed)
    }
    var purse = try await buy()
    try await EventBus.$current.withValue(bus) { for cents in 1...3 { try await purse.fill(cents) } }
    await policy.close()
    #expect(failures.all == [2, 4])
    #expect(purses.snapshots.counts.failed == 2)
    #expect(try await purses.plain[id] == purse)
  }

  @Test func `lets no command wait, and only so many snapshots`() async throws {
    let gate = Gate()
    let slow = SnapshotStore<Purse>(recorder: GatedTable(memory: purses.table, gate: gate))
    let failures = Notes<Int>()
    let policy = try SnapshotPolicy(every: 2, eventStore: purses.store, snapshots: slow, bus: bus, mostDue: 2) {
      #expect($0.error is SnapshotPolicyBusy)
      failures.add($0.version)
    }
    var purse = try await buy()
    try await EventBus.$current.withValue(bus) {
      try await purse.fill(1)
      await gate.waitUntilReached()
      // One is under way, so two wait, and the others are too many.
      for cents in 2...9 { try await purse.fill(cents) }
    }
    #expect(failures.all == [8, 10])
    gate.open()
    await policy.close()
    #expect(try await purses.versions() == [2, 4, 6])
    #expect(slow.counts.failed == 2 && slow.counts.taken == 3)
  }

  @Test func `takes nothing more when it is closed, and closes twice`() async throws {
    let policy = try SnapshotPolicy(every: 2, eventStore: purses.store, snapshots: purses.snapshots, bus: bus)
    var purse = try await buy()
    await policy.close()
    try await EventBus.$current.withValue(bus) { try await purse.fill(1) }
    await policy.close()
    #expect(try await purses.versions() == [])
    #expect(try await policy.take(of: id).version == 2)
    #expect(try await policy.take(of: id, at: 1).state == purses.plain[id, at: 1])
    #expect(try await purses.versions() == [1, 2])
  }

  @Test func `takes them of what a unit of work has stored`() async throws {
    persistence.close()
    let catalog = try EventCatalog(.events(of: Purse.Event.self))
    let policy = try SnapshotPolicy(
      every: 2, catalog: catalog, recorder: purses.recorder, snapshots: purses.snapshots, bus: bus)
    try await UnitsOfWork(recorder: purses.recorder, catalog: catalog, bus: bus).perform { [id] _ in
      var purse = try await Purse.create(.bought(by: "Ada"), id: id)
      for cents in 1...4 { try await purse.fill(cents) }
    }
    await policy.close()
    #expect(try await purses.repository[id].cents == 10)
    #expect(purses.snapshots.counts.used == 1)
  }
}
