import EventSourcing
import Foundation
import Testing

@Suite("A follower that waits")
struct WaitingFollowerTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()

  @Test func `is told what comes after its position`() async throws {
    try await recorder.append([.sample(id, at: 0)])
    let position = try await recorder.newestPosition()
    async let isThere = recorder.waitForNotification(after: position, atMost: .seconds(60))
    try await recorder.append([.sample(id, at: 1)])
    #expect(try await isThere)
    #expect(try await recorder.waitForNotification(after: recorder.newestPosition(), atMost: .milliseconds(1)) == false)
  }

  /// Nothing comes in it for long, since it is shorter.
  @Test func `notices that the log became another one meanwhile`() async throws {
    try await recorder.append([.sample(id, at: 0)])
    let position = try await recorder.newestPosition()
    let waiting = Task { [recorder] in
      try await recorder.waitForNotification(after: position, atMost: .seconds(3_600))
    }
    try await Task.sleep(for: .milliseconds(50))
    try await recorder.beginEpoch()
    await #expect(throws: LogReplaced.self) { try await waiting.value }
  }

  @Test func `notices at once that the log is another one`() async throws {
    try await recorder.append([.sample(id, at: 0)])
    let other = InMemoryRecorder()
    let position = try await recorder.newestPosition()
    await #expect(throws: LogReplaced.self) {
      try await other.waitForNotification(after: position, atMost: .seconds(3_600))
    }
  }

  @Test func `can be cancelled, and ends when the recorder is closed`() async throws {
    let waits = (0..<2).map { _ in
      Task { [recorder] in try await recorder.waitForNotification(after: .beginning, atMost: .seconds(3_600)) }
    }
    waits[0].cancel()
    await #expect(throws: CancellationError.self) { try await waits[0].value }
    try await recorder.close()
    await #expect(throws: RecorderError.closed) { try await waits[1].value }
  }
}
