import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import SystemSupport
import Testing

@Suite("A causal dependency", .timeLimit(.minutes(2)))
struct CausalDependencyTests {
  private let one: UUID
  private let two: UUID

  init() {
    var generator = SeededGenerator(seed: 5)
    one = .random(in: Share(0, of: 2), using: &generator)
    two = .random(in: Share(1, of: 2), using: &generator)
  }

  /// A follower whose reaction on one tally waits until another one has been dealt with, which it should not be, or for
  /// a while.
  private func heldUp() throws -> System {
    let gate = TimedGate()
    let (one, two) = (one, two)
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let follower = try ProcessApplication("follower", catalog: EventCatalog(.events(of: Copied.Event.self)))
      .when(Tally.Event.self) { event, work in
        if event.entityID == one { try await gate.wait(atMost: .milliseconds(500)) }
        try await work.copy(event)
        if event.entityID == two { gate.open() }
      }
    return try System(counter | follower)
  }

  @Test func `on what was read is dealt with before, in another partition that is held up`() async throws {
    let runner = try await ConcurrentRunner(heldUp(), partitions: ["follower": 2])
    try await runner.application("counter").count(one)
    try await runner.application("counter").count(two, seeing: [one])
    try await runner.running { try await runner.waitUntilSettled(atMost: .seconds(30)) }
    #expect(try await runner.application("follower").copied(two)?.isInOrder == true)
  }

  @Test func `on what the same unit has changed is dealt with before`() async throws {
    let (one, two) = (one, two)
    let runner = try await ConcurrentRunner(heldUp(), partitions: ["follower": 2])
    try await runner.application("counter").perform { work in
      let tallies = work.repository(of: Tally.self)
      try await tallies.count(one)
      try await tallies.count(two, seeing: [one])
    }
    try await runner.running { try await runner.waitUntilSettled(atMost: .seconds(30)) }
    #expect(try await runner.application("follower").copied(two)?.isInOrder == true)
  }

  @Test(arguments: [false, true])
  func `is dealt with before in one thread, whichever partition comes first`(isReversed: Bool) async throws {
    let (first, second) = isReversed ? (two, one) : (one, two)
    let recorders = MemoryRecorders()
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let alone = HostedApplication(counter, in: recorders["counter"], isFollowedInPartitions: true)
    try await alone.count(first)
    try await alone.count(second, seeing: [first])
    let runner = try await SingleThreadRunner(copying(), partitions: ["follower": 2]) { recorders[$0] }
    #expect(try await runner.settle() == 2)
    #expect(try await runner.application("follower").copied(second)?.isInOrder == true)
  }

  @Test func `is noted beside the event: the newest notification of what was read`() async throws {
    let runner = try await SingleThreadRunner(copying(), partitions: ["follower": 2])
    let counter = try runner.application("counter")
    for _ in 0..<3 { try await counter.count(one) }
    try await counter.count(two, seeing: [one])
    try await counter.count(two)
    try await counter.perform { [one, two] work in
      let tallies = work.repository(of: Tally.self)
      try await tallies.count(one)
      try await tallies.count(two, seeing: [one])
    }
    let items = try await counter.recorder.items(of: two)
    #expect(items.map { EventMetadata.dependency(inStored: $0.metadata) } == [.upTo(3), nil, .allBefore])
    #expect(try await counter.recorder.items(of: one).allSatisfy { $0.metadata == nil })
  }

  @Test func `is noted where something was only asserted`() async throws {
    let runner = try await SingleThreadRunner(copying(), partitions: ["follower": 2])
    let counter = try runner.application("counter")
    try await counter.count(one)
    let tally = try await counter.repository(of: Tally.self)[one]
    try await counter.perform { [two] work in
      try work.assertUnchanged(tally)
      try await work.repository(of: Tally.self).count(two)
    }
    let item = try #require(try await counter.recorder.item(of: two, at: 0))
    #expect(EventMetadata.dependency(inStored: item.metadata) == .upTo(1))
  }

  @Test func `is not noted, and not looked for, where nobody follows in partitions`() async throws {
    let runner = try await SingleThreadRunner(copying())
    let counter = try runner.application("counter")
    try await counter.count(one)
    try await counter.count(two, seeing: [one])
    #expect(try await counter.recorder.item(of: two, at: 0)?.metadata == nil)
  }

  @Test func `has nothing to do with other notifications that share a transaction`() async throws {
    // The follower is followed in partitions, and deals with both events in one unit.
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let follower = try ProcessApplication("follower", catalog: EventCatalog(.events(of: Copied.Event.self)))
      .when(Tally.Event.self) { event, work in try await work.copy(event) }
    let last = try ProcessApplication("last", catalog: EventCatalog()).when(Copied.Event.self) { _, _ in }
    let recorders = MemoryRecorders()
    let alone = HostedApplication(counter, in: recorders["counter"])
    for id in [one, two] { try await alone.count(id) }
    let runner = try await SingleThreadRunner(System(counter | follower | last), partitions: ["last": 2]) {
      recorders[$0]
    }
    try await runner.settle()
    let copies = try await recorders["follower"].notifications(after: 0, limit: 10)
    #expect(copies.count == 2)
    #expect(copies.allSatisfy { EventMetadata.dependency(inStored: $0.item.metadata) == nil })
  }

  @Test(arguments: 1...6)
  func `is kept in random histories`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let ids = (0..<8).map { _ in UUID.random(using: &generator) }
    let system = try copying(ReactionOptions(batch: Int.random(in: 1...5, using: &generator)))
    let recorders = MemoryRecorders()
    let runner = try await ConcurrentRunner(system, partitions: ["follower": 3]) { recorders[$0] }
    let second = try await ConcurrentRunner(system, partitions: ["follower": 3]) { recorders[$0] }
    let counter = try runner.application("counter")
    try await runner.running {
      try await second.running {
        for _ in 0..<150 {
          let seen = ids.shuffled(using: &generator).prefix(Int.random(in: 0...2, using: &generator))
          let changed = ids.shuffled(using: &generator).prefix(Int.random(in: 1...2, using: &generator))
          try await counter.perform { work in
            let tallies = work.repository(of: Tally.self)
            for id in changed { try await tallies.count(id, seeing: Array(seen)) }
          }
        }
        try await runner.waitUntilSettled(atMost: .seconds(60))
      }
    }
    for id in ids {
      let copied = try await runner.application("follower").copied(id)
      #expect(copied?.isInOrder ?? true, "seed \(seed)")
      #expect(try await copied?.positions ?? [] == Array(0..<counter.count(of: id)), "seed \(seed)")
    }
  }
}
