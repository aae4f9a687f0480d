import EventSourcing
import EventSourcingSQLite
import EventSourcingSystems
import EventSourcingTestKit
import Foundation
import Testing

/// Where commands are kept in a test.
enum Keeping: CaseIterable, Sendable {
  case memory
  case sqlite

  /// Lends two recorders of one place, as two processes would have them.
  func withRecorders(_ body: (any Recorder, any Recorder) async throws -> Void) async throws {
    switch self {
    case .memory:
      let recorder = InMemoryRecorder()
      try await body(recorder, recorder)
    case .sqlite:
      try await withTemporaryFolder { folder in
        let file = SQLiteLocation.file("\(folder)/commands.sqlite")
        let (one, other) = try await (SQLiteRecorder(file), SQLiteRecorder(file))
        try await body(one, other)
        try await one.close()
        try await other.close()
      }
    }
  }
}

@Suite("A command that is kept as events", .timeLimit(.minutes(1)))
struct CommandTests {
  private struct OutOfStock: Error {}

  private let id = UUID()

  private static func hosted(_ recorder: any Recorder) throws -> HostedApplication {
    HostedApplication(try CommandedShop.commands(), in: recorder)
  }

  @Test(arguments: Keeping.allCases)
  func `is given once, however often it is sent`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, other in
      let first: CreateOrder = try await Self.hosted(one).perform(once: id, .given(item: "lamp"))
      let second: CreateOrder = try await Self.hosted(other).perform(once: id, .given(item: "lamp"))
      #expect(first.version == 1 && second.version == 1)
      #expect(try await one.items(of: id).map(\.topic) == ["CreateOrder.given"])
    }
  }

  @Test(arguments: Keeping.allCases)
  func `is given once when many send it at the same time`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, other in
      try await withThrowingTaskGroup { group in
        for number in 0..<20 {
          group.addTask { [id] in
            let _: CreateOrder = try await Self.hosted(number.isMultiple(of: 2) ? one : other)
              .perform(once: id, .given(item: "lamp"))
          }
        }
        try await group.waitForAll()
      }
      #expect(try await one.items(of: id).count == 1)
    }
  }

  @Test(arguments: Keeping.allCases)
  func `is refused if the id asks for something else`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, other in
      let _: CreateOrder = try await Self.hosted(one).perform(once: id, .given(item: "lamp"))
      await #expect(throws: CommandDiffers(commandID: id, storedName: "CreateOrder")) {
        let _: CreateOrder = try await Self.hosted(other).perform(once: id, .given(item: "table"))
      }
      #expect(try await one.items(of: id).count == 1)
    }
  }

  @Test(arguments: Keeping.allCases)
  func `may be done at once, and is not done again when it is sent again`(_ keeping: Keeping) async throws {
    try await keeping.withRecorders { one, other in
      for recorder in [one, other] {
        let command: CreateOrder = try await Self.hosted(recorder).perform(once: id, .given(item: "lamp")) {
          command, _ in try command.trigger(.refused(reason: "no stock"))
        }
        #expect(command.outcome == .refused("no stock"))
      }
      #expect(try await one.items(of: id).count == 2)
    }
  }

  @Test func `is not recorded if what is done at once fails`() async throws {
    let recorder = InMemoryRecorder()
    await #expect(throws: OutOfStock.self) {
      let _: CreateOrder = try await Self.hosted(recorder).perform(once: id, .given(item: "lamp")) { _, _ in
        throw OutOfStock()
      }
    }
    #expect(try await recorder.items(of: id).isEmpty)
  }

  @Test func `is neither given anew nor waited for when it was discarded`() async throws {
    let hosted = try Self.hosted(InMemoryRecorder())
    let _: CreateOrder = try await hosted.perform(once: id, .given(item: "lamp")) { command, _ in
      try command.trigger(.withdrawn)
    }
    await #expect(throws: EntityNotFound.self) {
      let _: CreateOrder = try await hosted.perform(once: id, .given(item: "lamp"))
    }
    await #expect(throws: EntityNotFound.self) {
      try await hosted.outcome(of: CreateOrder.self, id, atMost: .seconds(30))
    }
  }

  @Test func `is refused if it does not begin with a request`() async throws {
    let hosted = try Self.hosted(InMemoryRecorder())
    await #expect(throws: ReplayError.self) {
      let _: CreateOrder = try await hosted.perform(once: id, .refused(reason: "no stock"))
    }
  }

  @Test func `makes one order, and is answered with the same one when it is sent again`() async throws {
    let runner = try await SingleThreadRunner(CommandedShop.system())
    let (commands, orders) = try (runner.application("commands"), runner.application("orders"))
    var outcomes: [CreateOrder.Outcome] = []
    for _ in 1...3 {
      let _: CreateOrder = try await commands.perform(once: id, .given(item: "lamp"))
      outcomes.append(try await commands.outcome(of: CreateOrder.self, id, atMost: .seconds(30)))
    }
    let cause = EventCause(application: "commands", sequence: id, position: 0)
    let order = orders.application.id("order", because: cause)
    #expect(outcomes == [.order(order), .order(order), .order(order)])
    #expect(try await orders.recorder.sequenceIDs(after: nil, limit: 10) == [order])
  }

  @Test func `ties together all that it causes, by its id`() async throws {
    let runner = try await SingleThreadRunner(CommandedShop.system())
    let _: CreateOrder = try await runner.application("commands").perform(once: id, .given(item: "lamp"))
    for name in ["commands", "orders"] {
      let application = try runner.application(name)
      for notification in try await application.recorder.notifications(after: 0, limit: 10) {
        let event = try application.application.catalog.event(from: notification.item)
        #expect(event.metadata.correlation == "\(id)")
      }
    }
    let other = UUID()
    let tied: CreateOrder = try await EventMetadata.with(["correlation": "a visit"]) {
      try await runner.application("commands").perform(once: other, .given(item: "lamp"))
    }
    let item = try await runner.application("commands").recorder.item(of: tied.id, at: 0)
    #expect(item?.metadata?.contains("a visit") == true)
  }
}
