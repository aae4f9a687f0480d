import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import ProcessSupport
import Testing

@Suite("Waiting for what another process records", .timeLimit(.minutes(5)))
struct WaitingTests {
  /// What a loaded machine may take; who waits for its time to pass takes much longer.
  private static let soon = Duration.seconds(10)

  @Test func `ends soon after it was recorded`() async throws {
    try await withDatabase { recorder, file in
      try await withChild("sqlite-worker", ["answer", file]) { child in
        _ = try #require(await child.nextLine())
        for round in 0..<5 {
          let last = try await recorder.newestPosition().id
          let waiting = Task { try await recorder.waitForNotification(after: last, atMost: .seconds(60)) }
          // Once as soon as possible, and then after ever longer pauses.
          try await Task.sleep(for: .milliseconds(round * 100))
          child.writeLine("")
          _ = try #require(await child.nextLine())
          let recorded = ContinuousClock.now
          #expect(try await waiting.value)
          #expect(ContinuousClock.now - recorded < Self.soon)
        }
      }
    }
  }

  @Test func `ends when its time has passed, though a writer was stopped in the middle`() async throws {
    try await withDatabase { recorder, file in
      try await withChild("sqlite-worker", ["hold", file]) { child in
        #expect(await child.nextLine() == "held")
        child.stop()
        let clock = ContinuousClock()
        let waited = try await clock.measure {
          let isThere = try await recorder.waitForNotification(after: 0, atMost: .milliseconds(300))
          #expect(!isThere)
        }
        #expect(waited >= .milliseconds(300) && waited < Self.soon)
        let waiting = Task { try await recorder.waitForNotification(after: 0, atMost: .seconds(60)) }
        child.kill()
        #expect(await child.ended() == .signalled(SIGKILL))
        let other = try await SQLiteRecorder(.file(file))
        try await other.append(items(UUID(), 0...0))
        #expect(try await waiting.value)
        try await other.close()
      }
    }
  }

  @Test func `ends with what a writer has recorded that was stopped or killed then`() async throws {
    try await withDatabase { recorder, file in
      for isKilled in [true, false] {
        try await withChild("sqlite-worker", ["append", "0", "1", file]) { child in
          let last = try await recorder.newestPosition().id
          let waiting = Task { try await recorder.waitForNotification(after: last, atMost: .seconds(60)) }
          _ = try #require(await child.nextLine())
          if isKilled { child.kill() } else { child.stop() }
          #expect(try await waiting.value)
          #expect(try await recorder.newestPosition().id > last)
        }
      }
    }
  }

  @Test func `is one look for all who wait, and none when nobody does`() async throws {
    try await withDatabase { recorder, _ in
      let watch = recorder.database.watch
      #expect(!watch.isWatching)
      let waiting = (0..<5).map { number in
        Task { try await recorder.waitForNotification(after: 0, atMost: .seconds(number == 4 ? 0.3 : 60)) }
      }
      #expect(try await waiting[4].value == false)
      #expect(watch.isWatching)
      waiting[0].cancel()
      await #expect(throws: CancellationError.self) { try await waiting[0].value }
      #expect(watch.isWatching)
      try await recorder.append(items(UUID(), 0...0))
      for task in waiting[1...3] { #expect(try await task.value) }
      #expect(!watch.isWatching)
      #expect(try await recorder.waitForNotification(after: 0, atMost: .seconds(60)))
      #expect(!watch.isWatching)
    }
  }

  @Test func `begins anew after it was over`() async throws {
    try await withDatabase { recorder, file in
      for round in 0..<3 {
        let waiting = Task { try await recorder.waitForNotification(after: round, atMost: .seconds(60)) }
        let other = try await SQLiteRecorder(.file(file))
        try await other.append(items(UUID(), 0...0))
        try await other.close()
        #expect(try await waiting.value)
      }
    }
  }

  private func withDatabase(_ body: (SQLiteRecorder, _ file: String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      try await body(recorder, file)
      try await recorder.close()
      #expect(!recorder.database.watch.isWatching)
    }
  }
}
