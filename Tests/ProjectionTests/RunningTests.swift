import EventSourcing
import ProjectionSupport
import Testing

/// What a projector with much to do does not hide.
@Suite("A projector that runs", .timeLimit(.minutes(3)))
struct RunningTests {
  private struct NoPaper: Error {}

  @Test(arguments: ViewBackend.allCases)
  func `ends with the failure of one of its logs, though others go on`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let branch = InMemoryRecorder()
      try await branch.append(items([Till.opened, .jammed], of: .till(100)))
      try await shop.sell(1)
      let logs: KeyValuePairs<String, any NotificationLog> = [
        "shop": LocalNotificationLog(shop.recorder), "branch": LocalNotificationLog(branch),
      ]
      let projector = try shop.projector(TillVariant(refusesJams: true, logs: logs))
      let error = await #expect(throws: ProjectionFailed.self) { try await projector.run() }
      #expect(error?.upstream == "branch")
      #expect(error?.position == 1)
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `ends with the failure of an effect, though its view goes on`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(1, tills: 0..<1)
      let options = ProjectorOptions(effectsBegin: .atTheBeginning)
      let projector = try shop.projector(TillVariant(effect: { _, _ in throw NoPaper() }, options: options))
      let error = await #expect(throws: ProjectionFailed.self) { try await projector.run() }
      #expect(error?.underlying is NoPaper)
    }
  }

  @Test func `needs a log`() async throws {
    try await ViewBackend.memory.withShop { shop in
      #expect(throws: InvalidProjection.noLogs(projection: "tills")) { try shop.projector(TillVariant(logs: [:])) }
    }
  }
}
