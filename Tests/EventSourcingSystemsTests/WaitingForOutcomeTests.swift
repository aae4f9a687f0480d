import EventSourcing
import EventSourcingSystems
import Foundation
import Testing

@Suite("Who waits for what comes of a command", .timeLimit(.minutes(1)))
struct WaitingForOutcomeTests {
  private let id = UUID()

  private static func hosted(_ recorder: any Recorder) throws -> HostedApplication {
    HostedApplication(try CommandedShop.commands(), in: recorder)
  }

  @Test(arguments: Keeping.allCases)
  func `is told when another process has dealt with it`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, other in
      let asking = try Self.hosted(one)
      let _: CreateOrder = try await asking.perform(once: id, .given(item: "lamp"))
      async let outcome = asking.outcome(of: CreateOrder.self, id, atMost: .seconds(50))
      // Something else comes first.
      let _: CreateOrder = try await Self.hosted(other).perform(once: UUID(), .given(item: "table"))
      try await Self.hosted(other).perform { [id] unit in
        var command = try await unit.repository(of: CreateOrder.self)[id]
        try command.trigger(.refused(reason: "no stock"))
        try await command.save()
      }
      #expect(try await outcome == .refused("no stock"))
    }
  }

  @Test(arguments: Keeping.allCases)
  func `is told when the command itself comes later`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, other in
      async let outcome = Self.hosted(one).outcome(of: CreateOrder.self, id, atMost: .seconds(50))
      let _: CreateOrder = try await Self.hosted(other).perform(once: id, .given(item: "lamp")) { command, _ in
        try command.trigger(.refused(reason: "no stock"))
      }
      #expect(try await outcome == .refused("no stock"))
    }
  }

  @Test(arguments: Keeping.allCases)
  func `is told that it is not known yet, and whether the command is there`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, _ in
      let hosted = try Self.hosted(one)
      await #expect(throws: NotKnownYet(entityID: id, storedName: "CreateOrder", isThere: false)) {
        try await hosted.outcome(of: CreateOrder.self, id, atMost: .milliseconds(20))
      }
      let _: CreateOrder = try await hosted.perform(once: id, .given(item: "lamp"))
      await #expect(throws: NotKnownYet(entityID: id, storedName: "CreateOrder", isThere: true)) {
        try await hosted.outcome(of: CreateOrder.self, id, atMost: .milliseconds(20))
      }
    }
  }

  @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.max)])
  func `is told at once what is known, however long it would wait`(_ duration: Duration) async throws {
    let hosted = try Self.hosted(InMemoryRecorder())
    let _: CreateOrder = try await hosted.perform(once: id, .given(item: "lamp")) { command, _ in
      try command.trigger(.refused(reason: "no stock"))
    }
    #expect(try await hosted.outcome(of: CreateOrder.self, id, atMost: duration) == .refused("no stock"))
  }

  @Test(arguments: Keeping.allCases)
  func `waits no longer when the task is cancelled`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, _ in
      let hosted = try Self.hosted(one)
      let waiting = Task { [id] in try await hosted.outcome(of: CreateOrder.self, id, atMost: .seconds(3_600)) }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
  }
}
