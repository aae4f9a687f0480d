import EventSourcing
import ProjectionSupport
import Synchronization
import Testing

@Suite("A projector of a far log", .timeLimit(.minutes(3)))
struct FarLogTests {
  @Test(arguments: ViewBackend.allCases)
  func `goes on when a log can be reached again that could not`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let last = try #require(try await shop.sell(3).last)
      let log = Unreached(LocalNotificationLog(shop.recorder), times: 3, passes: true)
      let projector = try shop.projector(TillVariant(logs: ["shop": log]))
      let running = Task { try await projector.run() }
      try await shop.projector().wait(for: last, of: "shop", atMost: .seconds(60))
      #expect(log.refusals == 3)
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      running.cancel()
      _ = await running.result
    }
  }

  @Test func `ends with the error where it helps nobody to wait, and parks nothing`() async throws {
    try await ViewBackend.memory.withShop { shop in
      try await shop.sell(3)
      let log = Unreached(LocalNotificationLog(shop.recorder), times: .max, passes: false)
      let options = ProjectorOptions(onFailure: .park(atMost: 10))
      let projector = try shop.projector(TillVariant(options: options, logs: ["shop": log]))
      await #expect(throws: CannotBeReached(passes: false)) { try await projector.run() }
      #expect(log.refusals == 1)
      #expect(try await projector.parked().isEmpty)
    }
  }
}

/// What a far log throws that is not of this library.
private struct CannotBeReached: PassingError, Equatable {
  let passes: Bool
}

/// A log that cannot be reached so often.
private final class Unreached: NotificationLog {
  private let inner: any NotificationLog
  private let passes: Bool
  private let counts: Mutex<(left: Int, refusals: Int)>

  init(_ inner: any NotificationLog, times: Int, passes: Bool) {
    self.inner = inner
    self.passes = passes
    counts = Mutex((times, 0))
  }

  var refusals: Int { counts.withLock { $0.refusals } }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try reach()
    return try await inner.page(query)
  }

  func section(_ id: String) async throws -> NotificationSection {
    try reach()
    return try await inner.section(id)
  }

  func newestPosition() async throws -> LogPosition {
    try await inner.newestPosition()
  }

  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try reach()
    return try await inner.waitForNotification(after: position, atMost: duration)
  }

  private func reach() throws {
    let isRefused = counts.withLock { counts in
      guard counts.left > 0 else { return false }
      counts.left -= 1
      counts.refusals += 1
      return true
    }
    if isRefused { throw CannotBeReached(passes: passes) }
  }
}
