import EventSourcing
import LogSupport
import ProjectionSupport
import Testing

@Suite("A projector of a far log", .timeLimit(.minutes(3)))
struct FarLogTests {
  @Test(arguments: ViewBackend.allCases)
  func `goes on when a log can be reached again that could not`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let last = try #require(try await shop.sell(3).last)
      let failures = Array(repeating: CannotBeReached(passes: true), count: 3)
      let log = FlakyLog(LocalNotificationLog(shop.recorder), failures: failures)
      let projector = try shop.projector(TillVariant(logs: ["shop": log]))
      let running = Task { try await projector.run() }
      try await shop.projector().wait(for: last, of: "shop", atMost: .seconds(60))
      #expect(log.thrown == 3)
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      running.cancel()
      _ = await running.result
    }
  }

  @Test func `ends with the error where it helps nobody to wait, and parks nothing`() async throws {
    try await ViewBackend.memory.withShop { shop in
      try await shop.sell(3)
      let failures = Array(repeating: CannotBeReached(passes: false), count: 1_000)
      let log = FlakyLog(LocalNotificationLog(shop.recorder), failures: failures)
      let options = ProjectorOptions(onFailure: .park(atMost: 10))
      let projector = try shop.projector(TillVariant(options: options, logs: ["shop": log]))
      await #expect(throws: CannotBeReached(passes: false)) { try await projector.run() }
      #expect(log.thrown == 1)
      #expect(try await projector.parked().isEmpty)
    }
  }
}

/// What a far log throws that is not of this library.
private struct CannotBeReached: PassingError, Equatable {
  let passes: Bool
}
