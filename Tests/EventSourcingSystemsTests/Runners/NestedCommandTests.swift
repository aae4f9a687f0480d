import EventSourcing
import EventSourcingSystems
import Foundation
import Synchronization
import SystemSupport
import Testing

@Suite("A command that comes while a system in one thread settles", .timeLimit(.minutes(1)))
struct NestedCommandTests {
  /// What is known only when the runner is there.
  private final class Later: Sendable {
    private let runner = Mutex<SingleThreadRunner?>(nil)

    func set(_ runner: SingleThreadRunner) { self.runner.withLock { $0 = runner } }
    func application(_ name: String) throws -> HostedApplication {
      try #require(runner.withLock { $0 }).application(name)
    }
  }

  private let first = UUID()
  private let second = UUID()

  @Test func `from an effect, has all that follows done before the outermost returns`() async throws {
    let later = Later()
    let (first, second) = (first, second)
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let follower = try ProcessApplication("follower", catalog: EventCatalog(.events(of: Copied.Event.self)))
      .effect(
        Tally.Event.self, "again", asks: { $0.entityID == first ? true : nil },
        does: { _, _ in try await later.application("counter").count(second) }, records: { _, _, _ in }
      )
      .when(Tally.Event.self) { event, work in try await work.copy(event) }
    let runner = try await SingleThreadRunner(System(counter | follower))
    later.set(runner)
    try await runner.application("counter").count(first)
    #expect(try await runner.application("follower").copies(of: first) == 1)
    #expect(try await runner.application("follower").copies(of: second) == 1)
  }

  @Test func `from a subscriber of a reaction, has all that follows done before the outermost returns`() async throws {
    let (first, second) = (first, second)
    let runner = try await SingleThreadRunner(copying())
    let counter = try runner.application("counter")
    let follower = try runner.application("follower")
    follower.bus.subscribe(to: Copied.Event.self) { events in
      for event in events where event.entityID == Copied.id(of: first) { try await counter.count(second) }
    }
    try await counter.count(first)
    #expect(try await follower.copies(of: second) == 1)
  }

  @Test func `from a subscriber of a command, has all that follows done before that returns`() async throws {
    let (first, second) = (first, second)
    let runner = try await SingleThreadRunner(copying())
    let counter = try runner.application("counter")
    let copies = Mutex<[Int]>([])
    counter.bus.subscribe(to: Tally.Event.self) { events in
      guard events.contains(where: { $0.entityID == first }) else { return }
      try await counter.count(second)
      let count = try await runner.application("follower").copies(of: second)
      copies.withLock { $0.append(count) }
    }
    try await counter.count(first)
    #expect(copies.withLock { $0 } == [1])
    #expect(try await runner.application("follower").copies(of: first) == 1)
  }

  @Test func `to another system is settled there before it returns`() async throws {
    let inner = try await SingleThreadRunner(copying())
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let copies = Mutex<[Int]>([])
    let follower = try ProcessApplication("caller", catalog: EventCatalog())
      .effect(
        Tally.Event.self, "call", asks: { $0.entityID },
        does: { id, _ in
          try await inner.application("counter").count(id)
          let count = try await inner.application("follower").copies(of: id)
          copies.withLock { $0.append(count) }
        }, records: { _, _, _ in })
    let runner = try await SingleThreadRunner(System(counter | follower))
    try await runner.application("counter").count(first)
    #expect(copies.withLock { $0 } == [1])
  }

  @Test func `whose subscriber fails is settled all the same`() async throws {
    let runner = try await SingleThreadRunner(copying())
    let counter = try runner.application("counter")
    counter.bus.subscribe(to: Tally.Event.self) { _ in throw CancellationError() }
    await #expect(throws: StoredButNotHandled.self) { try await counter.count(first) }
    #expect(try await runner.application("follower").copies(of: first) == 1)
  }

  @Test func `from a task that outlives the settling is settled by itself`() async throws {
    let (first, second) = (first, second)
    let later = Later()
    let gate = TimedGate()
    let tasks = Mutex<[Task<Int, any Error>]>([])
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let follower = try ProcessApplication("follower", catalog: EventCatalog(.events(of: Copied.Event.self)))
      .effect(
        Tally.Event.self, "later", asks: { $0.entityID == first ? true : nil },
        does: { _, _ in
          let task = Task {
            try await gate.wait()
            try await later.application("counter").count(second)
            return try await later.application("follower").copies(of: second)
          }
          tasks.withLock { $0.append(task) }
        }, records: { _, _, _ in }
      )
      .when(Tally.Event.self) { event, work in try await work.copy(event) }
    let runner = try await SingleThreadRunner(System(counter | follower))
    later.set(runner)
    try await runner.application("counter").count(first)
    gate.open()
    let task = try #require(tasks.withLock { $0 }.first)
    #expect(try await task.value == 1)
  }
}
