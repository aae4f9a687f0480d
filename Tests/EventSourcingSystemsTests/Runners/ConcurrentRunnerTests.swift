import EventSourcing
import EventSourcingSystems
import Foundation
import Synchronization
import SystemSupport
import Testing

@Suite("A system in many tasks", .timeLimit(.minutes(1)))
struct ConcurrentRunnerTests {
  @Test func `comes to the end of each order`() async throws {
    let runner = try await ConcurrentRunner(Shop().system)
    let placings = Shop.placings(50)
    try await runner.running {
      let orders = try runner.application("orders")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for placing in placings { group.addTask { try await orders.place(placing) } }
        try await group.waitForAll()
      }
      try await runner.waitUntilSettled(atMost: .seconds(30))
      #expect(try await orders.outcomes(of: placings) == placings.map(\.outcome))
    }
  }

  @Test func `runs until it is cancelled, and again after that`() async throws {
    let runner = try await ConcurrentRunner(Shop().system)
    let orders = try runner.application("orders")
    for placing in Shop.placings(2) {
      let running = Task { try await runner.run() }
      try await orders.place(placing)
      try await runner.waitUntilSettled(atMost: .seconds(30))
      running.cancel()
      await #expect(throws: CancellationError.self) { try await running.value }
    }
  }

  @Test func `is run by one task at a time`() async throws {
    let runner = try await ConcurrentRunner(copying())
    try await runner.running {
      try await runner.application("counter").count(UUID())
      try await runner.waitUntilSettled(atMost: .seconds(30))
      await #expect(throws: RunnerBusy.self) { try await runner.run() }
    }
  }

  @Test func `runs without any follower until it is cancelled`() async throws {
    let alone = try ProcessApplication("alone", catalog: EventCatalog())
    let system = try System(alone | ProcessApplication("other", catalog: EventCatalog()))
    let runner = try await ConcurrentRunner(system)
    let running = Task { try await runner.run() }
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
  }

  @Test func `tells who runs it what has failed, and ends all`() async throws {
    let id = UUID()
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let failing = try ProcessApplication("failing", catalog: EventCatalog(), options: ReactionOptions(attempts: 1))
      .when(Tally.Event.self) { _, _ in throw Refusal() }
    let runner = try await ConcurrentRunner(System(counter | failing))
    try await runner.application("counter").count(id)
    let error = await #expect(throws: ReactionFailed.self) { try await runner.run() }
    #expect(error?.sequenceID == id)
  }

  @Test func `names the worker whose upstream was replaced`() async throws {
    let recorders = MemoryRecorders()
    let runner = try await ConcurrentRunner(copying()) { recorders[$0] }
    try await runner.application("counter").count(UUID())
    try await runner.running { try await runner.waitUntilSettled(atMost: .seconds(30)) }
    let restored = InMemoryRecorder()
    let other = try await ConcurrentRunner(copying()) { $0 == "counter" ? restored : recorders[$0] }
    let error = await #expect(throws: WorkerFailed.self) { try await other.run() }
    #expect(error?.worker == "follower < counter")
    #expect(error?.underlying is LogReplaced)
  }

  @Test func `waits for a database that is not to be had for a while`() async throws {
    let flaky = FaultyRecorder(InMemoryRecorder(), faults: [.before, .instead, .after])
    let runner = try await ConcurrentRunner(copying()) { name -> any Recorder in
      name == "follower" ? flaky : InMemoryRecorder()
    }
    let id = UUID()
    try await runner.application("counter").count(id)
    try await runner.running { try await runner.waitUntilSettled(atMost: .seconds(30)) }
    #expect(try await runner.application("follower").copies(of: id) == 1)
    #expect(flaky.appends.count == 1)
  }

  @Test func `does not wait for it for ever`() async throws {
    let flaky = FaultyRecorder(InMemoryRecorder(), faults: Array(repeating: .before, count: 100))
    let options = ConcurrentRunnerOptions(patience: .milliseconds(1))
    let runner = try await ConcurrentRunner(copying(), options: options) { name -> any Recorder in
      name == "follower" ? flaky : InMemoryRecorder()
    }
    try await runner.application("counter").count(UUID())
    let error = await #expect(throws: WorkerFailed.self) { try await runner.run() }
    #expect((error?.underlying as? RecorderError)?.code == .unavailable)
  }

  @Test func `settles also if another runner on the same databases does the work`() async throws {
    let recorders = MemoryRecorders()
    let working = try await ConcurrentRunner(Shop().system) { recorders[$0] }
    let waiting = try await ConcurrentRunner(Shop().system) { recorders[$0] }
    let placings = Shop.placings(10)
    try await working.running {
      for placing in placings { try await waiting.application("orders").place(placing) }
      try await waiting.waitUntilSettled(atMost: .seconds(30))
    }
    #expect(try await waiting.application("orders").outcomes(of: placings) == placings.map(\.outcome))
  }

  @Test func `has each notification take effect once though two run it`() async throws {
    let recorders = MemoryRecorders()
    let id = UUID()
    let one = try await ConcurrentRunner(copying(ReactionOptions(batch: 3))) { recorders[$0] }
    let two = try await ConcurrentRunner(copying(ReactionOptions(batch: 7))) { recorders[$0] }
    try await one.running {
      try await two.running {
        for _ in 0..<200 { try await one.application("counter").count(id) }
        try await one.waitUntilSettled(atMost: .seconds(30))
      }
    }
    #expect(try await one.application("follower").copied(id)?.positions == Array(0..<200))
  }
}

extension ConcurrentRunner {
  /// Runs it while the body does, and lets it end then.
  func running<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do { try await self.run() } catch is CancellationError {}
      }
      let value = try await body()
      group.cancelAll()
      try await group.waitForAll()
      return value
    }
  }
}
