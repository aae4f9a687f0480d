import EventSourcing
import EventSourcingSystems
import Foundation
import Synchronization
import SystemSupport
import Testing

@Suite("A system in one thread", .timeLimit(.minutes(1)))
struct SingleThreadRunnerTests {
  @Test func `has done all that follows from a command when that returns`() async throws {
    let runner = try await SingleThreadRunner(Shop().system)
    let orders = try runner.application("orders")
    for placing in Shop.placings(20) {
      try await orders.place(placing)
      #expect(try await orders.outcomes(of: [placing]) == [placing.outcome])
    }
    #expect(try await runner.status().allSatisfy { $0.progress?.isCaughtUp == true })
  }

  @Test func `makes the same events each time`() async throws {
    var streams: [[StoredStream]] = []
    for _ in 0..<2 {
      let runner = try await SingleThreadRunner(Shop().system)
      for placing in Shop.placings(12) { try await runner.application("orders").place(placing) }
      var all: [StoredStream] = []
      for name in ["orders", "reservations", "payments"] { all += try await runner.application(name).streams() }
      streams.append(all)
    }
    #expect(streams[0] == streams[1])
    #expect(streams[0].count > 30)
  }

  @Test func `has done all for each of many tasks that give commands at once`() async throws {
    let runner = try await SingleThreadRunner(Shop().system)
    let orders = try runner.application("orders")
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for placing in Shop.placings(40) {
        group.addTask {
          try await orders.place(placing)
          return try await orders.outcomes(of: [placing]) == [placing.outcome]
        }
      }
      for try await isDone in group { #expect(isDone) }
    }
  }

  @Test func `goes on with what was there before it was opened`() async throws {
    let recorders = MemoryRecorders()
    let placings = Shop.placings(10)
    let alone = HostedApplication(try Shop().orders, in: recorders["orders"])
    for placing in placings { try await alone.place(placing) }
    let runner = try await SingleThreadRunner(Shop().system) { recorders[$0] }
    #expect(try await runner.settle() > placings.count)
    #expect(try await runner.application("orders").outcomes(of: placings) == placings.map(\.outcome))
    #expect(try await runner.settle() == 0)
  }

  @Test func `knows no application of another name`() async throws {
    let runner = try await SingleThreadRunner(Shop().system)
    #expect(throws: UnknownApplication(name: "Orders", known: ["orders", "reservations", "payments"])) {
      try runner.application("Orders")
    }
  }

  @Test func `closes what it has opened if one recorder cannot be`() async throws {
    let recorders = MemoryRecorders()
    await #expect(throws: RecorderError.closed) {
      _ = try await SingleThreadRunner(Shop().system) { name in
        guard name != "payments" else { throw RecorderError.closed }
        return recorders[name]
      }
    }
    await #expect(throws: RecorderError.closed) { try await recorders["orders"].newestPosition() }
  }

  @Test func `looks only where something may have come`() async throws {
    let counters = ["a", "b", "c", "d"].reduce(into: [String: CountingRecorder]()) { $0[$1] = CountingRecorder() }
    let applications = try counters.keys.sorted().map { name in
      try ProcessApplication(name, catalog: EventCatalog(.events(of: Tally.Event.self)))
    }
    let followers = [1, 3].map { applications[$0].when(Tally.Event.self) { _, _ in } }
    let runner = try await SingleThreadRunner(System(applications[0] | followers[0], applications[2] | followers[1])) {
      try #require(counters[$0])
    }
    try await runner.application("a").count(UUID())
    #expect(counters["a"]?.pages ?? 0 > 0)
    #expect(counters["c"]?.pages == 0)
    try await runner.settle()
    #expect(counters["c"]?.pages ?? 0 > 0)
  }
}
