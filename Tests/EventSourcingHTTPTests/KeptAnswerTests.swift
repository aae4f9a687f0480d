import EventSourcing
import EventSourcingHTTP
import Foundation
import HTTPSupport
import Testing

@Suite("An answer that a reader has", .timeLimit(.minutes(1)))
struct KeptAnswerTests {
  private let recorder = InMemoryRecorder()
  private let statuses = Notes<Int>()

  private func withFar<Result: Sendable>(
    _ body: (RemoteNotificationLog) async throws -> Result
  ) async throws -> Result {
    try await withServer(
      NotificationLogService(LocalNotificationLog(recorder)),
      change: { [statuses] _, answer in
        statuses.add(answer.status)
        return answer
      },
      { url in try await body(RemoteNotificationLog(url, options: .impatient)) })
  }

  @Test func `is not sent again`() async throws {
    try await recorder.fill(3)
    try await withFar { far in
      let section = try await far.section("1,10")
      #expect(try await far.section("1,10") == section)
      #expect(statuses.all == [200, 304])
    }
  }

  @Test func `does not live on when an item is rewritten or deleted`() async throws {
    try await recorder.fill(3)
    try await withFar { far in
      _ = try await far.section("1,10")
      try await recorder.rewrite([Rewrite(from: .sample(at: 1), to: .sample(at: 1, data: "[]"))])
      #expect(try await far.section("1,10").items[1].item.data == Data("[]".utf8))
      try await recorder.deleteItems(of: .number(1))
      #expect(try await far.section("1,10").items.isEmpty)
      #expect(statuses.all == [200, 200, 200])
    }
  }

  @Test func `is let go of when there are others`() async throws {
    try await recorder.fill(40)
    try await withFar { far in
      for first in 1...20 { _ = try await far.section("\(first),\(first)") }
      _ = try await far.section("20,20")
      _ = try await far.section("1,1")
      #expect(statuses.all.suffix(2) == [304, 200])
    }
  }
}
