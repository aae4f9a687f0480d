import EventSourcing
import EventSourcingSystems
import Foundation
import SystemSupport
import Testing

@Suite("The status of a system", .timeLimit(.minutes(1)))
struct RunnerStatusTests {
  @Test func `says how far each follower has come`() async throws {
    let recorders = MemoryRecorders()
    let runner = try await ConcurrentRunner(copying()) { recorders[$0] }
    let id = UUID()
    for _ in 0..<3 { try await runner.application("counter").count(id) }
    let before = try #require(try await runner.status().first)
    #expect(before.name == "follower < counter" && before.application == "follower" && before.work == nil)
    #expect(before.progress?.position.id == 0 && before.progress?.newest.id == 3)
    #expect(before.progress?.isCaughtUp == false)
    try await runner.running { try await runner.waitUntilSettled(atMost: .seconds(30)) }
    let after = try #require(try await runner.status().first)
    #expect(after.progress?.position.id == 3 && after.progress?.isCaughtUp == true)
  }

  @Test func `takes what does not concern a follower as dealt with`() async throws {
    let counter = try ProcessApplication(
      "counter", catalog: EventCatalog(.events(of: Tally.Event.self), .events(of: Copied.Event.self)))
    let follower = try ProcessApplication("follower", catalog: EventCatalog()).when(Copied.Event.self) { _, _ in }
    let runner = try await ConcurrentRunner(System(counter | follower))
    try await runner.application("counter").count(UUID())
    try await runner.waitUntilSettled(atMost: .seconds(5))
  }

  @Test func `shows a reaction that does not return, and at which notification`() async throws {
    let (entered, released) = (TimedGate(), TimedGate())
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let stuck = try ProcessApplication("stuck", catalog: EventCatalog()).when(Tally.Event.self) { _, _ in
      entered.open()
      try await released.wait()
    }
    let runner = try await ConcurrentRunner(System(counter | stuck))
    let id = UUID()
    try await runner.application("counter").count(id)
    try await runner.running {
      try await entered.wait()
      let work = try #require(try await runner.status().first?.work)
      #expect(work.notificationID == 1 && work.sequenceID == id && work.topic == "Tally.counted")
      #expect(work.duration >= .zero)
      released.open()
      try await runner.waitUntilSettled(atMost: .seconds(30))
    }
    #expect(try await runner.status().first?.work == nil)
  }

  @Test func `says what is behind if nobody runs it`() async throws {
    let runner = try await ConcurrentRunner(copying())
    try await runner.application("counter").count(UUID())
    let error = await #expect(throws: SystemBehind.self) {
      try await runner.waitUntilSettled(atMost: .milliseconds(20))
    }
    #expect(error?.behind.map(\.name) == ["follower < counter"])
    #expect(error?.description == "The system has not settled: follower < counter: at 0 of 1.")
  }

  @Test func `counts what is parked`() async throws {
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let options = ReactionOptions(onFailure: .park(atMost: 10), attempts: 1)
    let failing = try ProcessApplication("failing", catalog: EventCatalog(), options: options)
      .when(Tally.Event.self) { _, _ in throw Refusal() }
    let runner = try await ConcurrentRunner(System(counter | failing))
    for _ in 0..<2 { try await runner.application("counter").count(UUID()) }
    try await runner.running { try await runner.waitUntilSettled(atMost: .seconds(30)) }
    let progress = try #require(try await runner.status().first?.progress)
    #expect(progress.parked == 2 && progress.isCaughtUp)
  }
}
