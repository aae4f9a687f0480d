import EventSourcing
import Testing

@Suite("A signal that wakes", .timeLimit(.minutes(1)))
struct NotificationSignalTests {
  private let signal = NotificationSignal()

  @Test(arguments: [Duration.zero, .nanoseconds(1), .microseconds(10)])
  func `ends each wait, however short its time`(duration: Duration) async throws {
    let signal = signal
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2_000 { group.addTask { try await signal.wait(past: 0, atMost: duration) } }
      try await group.waitForAll()
    }
    #expect(!signal.isAwaited)
  }

  @Test func `loses no prompt that came after looking and before waiting`() async throws {
    let seen = signal.prompts
    signal.prompt()
    try await signal.wait(past: seen, atMost: .seconds(3_600))
  }

  @Test func `wakes all who wait`() async throws {
    let signal = signal
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 { group.addTask { try await signal.wait(past: 0, atMost: .seconds(3_600)) } }
      while !signal.isAwaited { await Task.yield() }
      signal.prompt()
      try await group.waitForAll()
    }
  }
}
