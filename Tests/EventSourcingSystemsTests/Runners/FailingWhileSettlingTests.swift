import EventSourcing
import EventSourcingSystems
import Foundation
import Synchronization
import SystemSupport
import Testing

@Suite("A reaction that fails in a system in one thread", .timeLimit(.minutes(1)))
struct FailingWhileSettlingTests {
  /// What can be broken and repaired.
  private final class Switch: Sendable {
    private let isOn = Mutex(true)

    func turnOff() { isOn.withLock { $0 = false } }
    func check() throws { if isOn.withLock({ $0 }) { throw Refusal() } }
  }

  private let breaks = Switch()
  private let options = ReactionOptions(attempts: 1)
  private let id = UUID()

  /// Two followers, of which the first fails.
  private func runner() async throws -> SingleThreadRunner {
    let breaks = breaks
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let failing = try ProcessApplication(
      "failing", catalog: EventCatalog(.events(of: Copied.Event.self)), options: options
    )
    .when(Tally.Event.self) { event, work in
      try breaks.check()
      try await work.copy(event)
    }
    let other = try ProcessApplication("other", catalog: EventCatalog(.events(of: Copied.Event.self)))
      .when(Tally.Event.self) { event, work in try await work.copy(event) }
    return try await SingleThreadRunner(System(counter | failing, counter | other))
  }

  @Test func `is told to who gave the command, which is recorded`() async throws {
    let runner = try await runner()
    let counter = try runner.application("counter")
    let error = await #expect(throws: ReactionFailed.self) { try await counter.count(id) }
    #expect(error?.application == "failing" && error?.upstream == "counter" && error?.sequenceID == id)
    #expect(try await counter.count(of: id) == 1)
  }

  @Test func `does not keep the others from their work`() async throws {
    let runner = try await runner()
    await #expect(throws: ReactionFailed.self) { try await runner.application("counter").count(id) }
    #expect(try await runner.application("other").copies(of: id) == 1)
  }

  @Test func `is tried again with the next command`() async throws {
    let runner = try await runner()
    let counter = try runner.application("counter")
    await #expect(throws: ReactionFailed.self) { try await counter.count(id) }
    await #expect(throws: ReactionFailed.self) { try await counter.count(id) }
    breaks.turnOff()
    try await counter.count(id)
    #expect(try await runner.application("failing").copied(id)?.positions == [0, 1, 2])
    #expect(try await runner.application("other").copied(id)?.positions == [0, 1, 2])
  }

  @Test func `is tried again with the next command to another application, too`() async throws {
    let runner = try await runner()
    await #expect(throws: ReactionFailed.self) { try await runner.application("counter").count(id) }
    breaks.turnOff()
    try await runner.application("other").perform { _ in }
    #expect(try await runner.application("failing").copies(of: id) == 1)
  }

  @Test func `is tried again when the system settles`() async throws {
    let runner = try await runner()
    await #expect(throws: ReactionFailed.self) { try await runner.application("counter").count(id) }
    await #expect(throws: ReactionFailed.self) { try await runner.settle() }
    breaks.turnOff()
    #expect(try await runner.settle() == 1)
    #expect(try await runner.application("failing").copies(of: id) == 1)
  }
}
