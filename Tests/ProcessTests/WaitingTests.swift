import EventSourcing
import Foundation
import ProcessSupport
import Testing
import WorkerSupport

@Suite("Who waits for what another process records", .timeLimit(.minutes(5)))
struct WaitingTests {
  /// What a loaded machine may take; who waits for its time to pass takes much longer.
  private static let soon = Duration.seconds(30)

  @Test(arguments: SharedBackend.allCases)
  func `is told soon, however long it has waited`(_ backend: SharedBackend) async throws {
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      try await withChild(children.worker, ["answer"] + children.arguments) { child in
        _ = try #require(await child.nextLine())
        for round in 0..<5 {
          let last = try await recorder.newestPosition().id
          let waiting = Task { try await recorder.waitForNotification(after: last, atMost: .seconds(60)) }
          try await Task.sleep(for: .milliseconds(round * 200))
          child.writeLine("")
          let id = try #require(await child.nextLine().flatMap { Int($0) })
          let recorded = ContinuousClock.now
          #expect(try await waiting.value)
          #expect(ContinuousClock.now - recorded < Self.soon)
          // It is there for the reader that was told.
          #expect(try await recorder.notifications(after: last, limit: 9).map(\.id) == [id])
        }
      }
      try await recorder.close()
    }
  }

  /// Killed in the middle of appends, so that some of what it wrote was never settled, and its prompts were lost.
  @Test(arguments: SharedBackend.allCases)
  func `is told of all that a killed process has recorded`(_ backend: SharedBackend) async throws {
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      for _ in 0..<3 {
        try await withChild(children.worker, ["append", "0", "1"] + children.arguments) { child in
          _ = try #require(await child.nextLine())
          child.kill()
          _ = await child.ended()
        }
        try await own.hasSettled()
        var position = LogPosition.beginning
        while try await recorder.waitForNotification(after: position.id, atMost: .milliseconds(200)) {
          let page = try await recorder.page(NotificationQuery(after: position, limit: 1_000))
          #expect(page.readUpTo.id > position.id)
          position = page.readUpTo
        }
        #expect(position == (try await recorder.newestPosition()))
      }
      try await recorder.close()
    }
  }
}
