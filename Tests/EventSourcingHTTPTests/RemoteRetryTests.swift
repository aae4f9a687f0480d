import EventSourcing
import EventSourcingHTTP
import Foundation
import HTTPSupport
import Synchronization
import Testing

@Suite("A far log that fails in passing", .timeLimit(.minutes(1)))
struct RemoteRetryTests {
  private let empty = #"{"id":null,"items":[],"next_id":null}"#

  @Test func `is asked again`() async throws {
    try await withRawServer(
      rawAnswer("{}", status: "503 Busy"), rawAnswer(empty, length: 5_000), rawAnswer("", status: "429 Many"),
      rawAnswer(empty)
    ) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(patience: .seconds(50)))
      #expect(try await far.section("1,10").items.isEmpty)
      #expect(server.requests.count == 4)
    }
  }

  @Test func `is asked again when it closes a kept connection, then others, without a word`() async throws {
    let kept = rawAnswer(empty, connection: "keep-alive")
    try await withRawServer(kept, "", "", "", rawAnswer(empty)) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(patience: .seconds(50)))
      #expect(try await far.section("1,10").items.isEmpty)
      #expect(try await far.section("1,10").items.isEmpty)
      #expect(server.requests.count == 5)
    }
  }

  @Test func `is asked again no longer than the patience lasts`() async throws {
    try await withRawServer(rawAnswer("{}", status: "503 Busy")) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(patience: .seconds(1)))
      #expect(await code { _ = try await far.section("1,10") } == .unavailable)
      #expect(server.requests.count > 1)
    }
  }

  @Test func `is not asked again before it wants to be`() async throws {
    try await withRawServer(rawAnswer("{}", status: "503 Busy", headers: ["Retry-After: 3600"])) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(patience: .seconds(50)))
      #expect(await code { _ = try await far.section("1,10") } == .unavailable)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `is not asked again what it refuses`() async throws {
    try await withRawServer(rawAnswer("{}", status: "401 No")) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(patience: .seconds(50)))
      #expect(await code { _ = try await far.section("1,10") } == .refused)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `can be left alone between two attempts`() async throws {
    try await withRawServer(rawAnswer("{}", status: "503 Busy")) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(patience: .seconds(3_600)))
      let reading = Task { try await far.section("1,10") }
      while server.requests.isEmpty { await Task.yield() }
      reading.cancel()
      await #expect(throws: CancellationError.self) { try await reading.value }
    }
  }

  @Test func `is read to its end without passing over anything`() async throws {
    let recorder = InMemoryRecorder()
    try await recorder.fill(100)
    let count = Mutex(0)
    let service = NotificationLogService(LocalNotificationLog(recorder))
    let ids = try await withServer(
      service,
      change: { _, answer in
        // Two of three answers are none.
        switch count.withLock({ count in
          count += 1
          return count % 3
        }) {
        case 0: return answer
        case 1: return LogAnswer(status: 502)
        default: return LogAnswer(status: 503, body: Data("{".utf8))
        }
      },
      { url in
        let far = try RemoteNotificationLog(url, options: RemoteLogOptions(patience: .seconds(50)))
        var query = NotificationQuery(after: 0, limit: 9)
        var ids: [Int] = []
        while true {
          let page = try await far.page(query)
          ids += page.notifications.map(\.id)
          guard !page.isAtEnd else { return ids }
          query.after = page.readUpTo
        }
      })
    #expect(ids == Array(1...100))
  }
}
