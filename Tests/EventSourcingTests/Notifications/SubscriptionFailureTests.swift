import EventSourcing
import Foundation
import LogSupport
import Testing

@Suite("A subscription whose log fails", .timeLimit(.minutes(1)))
struct SubscriptionFailureTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()

  private func log(_ failures: [(any Error)?]) async throws -> FlakyLog {
    try await recorder.append((0..<6).map { .sample(id, at: $0) })
    return FlakyLog(LocalNotificationLog(recorder), failures: failures)
  }

  private let lost = RecorderError(.unavailable, "The connection is lost.")

  @Test func `goes on after the last that was handed out, when the failure has passed`() async throws {
    let seen = Notes<RecorderError.Code>()
    let log = try await log([nil, lost, RecorderError(.busy, ""), nil, RecorderError(.timedOut, ""), nil, lost])
    let subscription = NotificationSubscription(log, pageSize: 2) { error in
      if let error = error as? RecorderError { seen.add(error.code) }
    }
    var elements = subscription.makeAsyncIterator()
    #expect(try await elements.short(7) == ["1", "2", "3", "4", "5", "6", "up to 6"])
    async let later = recorder.append([.sample(id, at: 6)])
    #expect(try await elements.short(2) == ["7", "up to 7"])
    _ = try await later
    #expect(seen.all == [.unavailable, .busy, .timedOut, .unavailable])
  }

  @Test(arguments: [RecorderError.Code.closed, .refused, .foreignSchema, .notADatabase, .unknownOutcome])
  func `ends by one that lasts`(_ code: RecorderError.Code) async throws {
    var elements = NotificationSubscription(try await log([nil, RecorderError(code, "")]), pageSize: 2)
      .makeAsyncIterator()
    #expect(try await elements.short(2) == ["1", "2"])
    await #expect(throws: RecorderError(code, "")) { try await elements.next() }
  }

  @Test func `ends by one of a type that does not say whether it passes`() async throws {
    var elements = NotificationSubscription(try await log([Refusal()])).makeAsyncIterator()
    await #expect(throws: Refusal()) { try await elements.next() }
  }

  @Test func `ends when its patience is over`() async throws {
    let log = try await log(Array(repeating: lost, count: 1_000))
    var elements = NotificationSubscription(log, patience: .milliseconds(200)).makeAsyncIterator()
    await #expect(throws: lost) { try await elements.next() }
    #expect(log.queries.count > 1)
  }

  @Test func `ends when its task is cancelled, while it reads, waits or pauses`() async throws {
    let stuck = StuckLog()
    let paused = FlakyLog(LocalNotificationLog(recorder), failures: Array(repeating: lost, count: 1_000))
    for log: any NotificationLog in [stuck, LocalNotificationLog(recorder), paused] {
      let (begun, begin) = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        begin.yield()
        for try await _ in NotificationSubscription(log) {}
      }
      _ = await begun.first { _ in true }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test func `gives up the next page when its task is cancelled while that is read`() async throws {
    let stuck = StuckLog(pages: 1)
    let task = Task {
      for try await _ in NotificationSubscription(stuck) {}
    }
    _ = await stuck.begun.first { _ in true }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `gives up the next page when nobody is there any more to take it`() async throws {
    let stuck = StuckLog(pages: 1)
    do {
      var elements = NotificationSubscription(stuck).makeAsyncIterator()
      _ = try await elements.next()
    }
    _ = await stuck.ended.first { _ in true }
  }
}

/// A log that gives so many pages of one notification, and then none until it is cancelled.
private final class StuckLog: NotificationLog {
  let (begun, begin) = AsyncStream.makeStream(of: Void.self)
  let (ended, end) = AsyncStream.makeStream(of: Void.self)
  private let pages: Int

  init(pages: Int = 0) {
    self.pages = pages
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    let id = query.after.id + 1
    guard id > pages else {
      let notification = ItemNotification(id: id, item: .sample(UUID(), at: 0))
      return NotificationPage(notifications: [notification], readUpTo: LogPosition(id: id), isAtEnd: false)
    }
    begin.yield()
    defer { end.yield() }
    try await Task.sleep(for: .seconds(3_600))
    return NotificationPage(notifications: [], readUpTo: query.after, isAtEnd: true)
  }

  func section(_ id: String) async throws -> NotificationSection {
    throw InvalidSectionID(text: id)
  }

  func newestPosition() async throws -> LogPosition { .beginning }

  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool { true }
}
