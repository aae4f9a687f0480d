import EventSourcing
import EventSourcingSystems
import Foundation
import Testing

@Suite("Deadlines in a system that is run", .timeLimit(.minutes(1)))
struct DeadlinesInRunnersTests {
  private let id = UUID()

  /// A follower that sets a deadline for each tally, and counts a copy when it has passed; and one that follows that.
  private func system() throws -> System {
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let reminder = try ProcessApplication("reminder", catalog: EventCatalog(.events(of: Tally.Event.self)))
      .when(Tally.Event.self) { event, work in
        try await work.setDeadline("remind", for: event.entityID, at: Timestamp(microseconds: 100))
      }
      .whenPassed("remind") { deadline, work in
        try await work.repository(of: Tally.self).count(work.id("reminded \(deadline.subject)"))
      }
    let last = try ProcessApplication("last", catalog: EventCatalog(.events(of: Copied.Event.self)))
      .when(Tally.Event.self) { event, work in try await work.copy(event) }
    return try System(counter | reminder | last)
  }

  private func copies(_ recorder: any Recorder) async throws -> Int {
    try await recorder.notifications(after: 0, limit: 100, filter: .storedNames(["Copied"])).count
  }

  @Test func `pass when a system in one thread settles and the clock says so`() async throws {
    let clock = ManualClock()
    try await clock.whileCurrent {
      let runner = try await SingleThreadRunner(system())
      let last = try runner.application("last").recorder
      try await runner.application("counter").count(id)
      clock.set(99)
      #expect(try await runner.settle() == 0)
      #expect(try await copies(last) == 0)
      clock.set(100)
      #expect(try await runner.settle() == 2)
      #expect(try await copies(last) == 1)
      #expect(try await runner.settle() == 0)
    }
  }

  @Test func `pass while a system runs in many tasks`() async throws {
    let clock = ManualClock()
    try await clock.whileCurrent {
      let runner = try await ConcurrentRunner(system())
      let last = try runner.application("last").recorder
      try await runner.running {
        try await runner.application("counter").count(id)
        try await runner.waitUntilSettled(atMost: .seconds(30))
        #expect(try await copies(last) == 0)
        clock.set(100)
        while try await copies(last) == 0 { await Task.yield() }
      }
    }
  }
}
