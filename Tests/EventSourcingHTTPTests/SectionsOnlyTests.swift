import EventSourcing
import EventSourcingHTTP
import Foundation
import HTTPSupport
import Testing

@Suite("A far log that only has sections", .timeLimit(.minutes(1)))
struct SectionsOnlyTests {
  private let recorder = InMemoryRecorder()

  private func withFar<Result: Sendable>(
    _ body: (RemoteNotificationLog) async throws -> Result
  ) async throws -> Result {
    try await withServer(
      NotificationLogService(LocalNotificationLog(recorder)),
      change: { request, answer in
        // As from a server that has nothing else.
        request.path.utf8.contains(UInt8(ascii: ",")) ? answer : LogAnswer(status: 404)
      },
      { url in
        var options = RemoteLogOptions.impatient
        options.form = .sections
        return try await body(RemoteNotificationLog(url, options: options))
      })
  }

  @Test func `is filtered here, and read over what is not wanted`() async throws {
    try await recorder.fill(12, of: .number(1), topic: "A.one")
    try await recorder.fill(2, of: .number(2), topic: "B.one")
    try await withFar { far in
      let first = try await far.page(NotificationQuery(after: 0, limit: 5, filter: .storedNames(["B"])))
      #expect(first.notifications.isEmpty)
      #expect(first.readUpTo.id == 10)
      #expect(!first.isAtEnd)
      let second = try await far.page(NotificationQuery(after: first.readUpTo, limit: 1, filter: .storedNames(["B"])))
      #expect(second.notifications.map(\.id) == [13])
      #expect(second.readUpTo.id == 13)
      #expect(!second.isAtEnd)
      let third = try await far.page(NotificationQuery(after: second.readUpTo, limit: 1, filter: .storedNames(["B"])))
      #expect(third.notifications.map(\.id) == [14])
      #expect(third.isAtEnd)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 7, 8, 9, 100, 1_000])
  func `is asked for its newest notification`(count: Int) async throws {
    if count > 0 { try await recorder.fill(count) }
    try await withFar { far in
      let newest = try await far.newestPosition()
      #expect(newest.id == count)
    }
  }

  @Test func `is asked for its newest notification over gaps`() async throws {
    for number in UInt8(1)...100 { try await recorder.fill(3, of: .number(number)) }
    for number in UInt8(1)...100 where number % 7 != 3 { try await recorder.deleteItems(of: .number(number)) }
    try await withFar { far in
      let newest = try await far.newestPosition()
      #expect(newest.id == 282)
    }
  }

  @Test func `tells what comes, and ends a waiting in which nothing does`() async throws {
    try await withFar { far in
      #expect(try await !far.waitForNotification(after: 0, atMost: .milliseconds(50)))
      async let isThere = far.waitForNotification(after: 0, atMost: .seconds(50))
      try await recorder.fill(1)
      #expect(try await isThere)
    }
  }

  @Test func `has nothing behind the last id that there is`() async throws {
    try await withFar { far in
      let page = try await far.page(NotificationQuery(after: LogPosition(id: .max), limit: 1))
      #expect(page.isAtEnd && page.notifications.isEmpty)
    }
  }

  @Test func `takes an item as Python sends it`() async throws {
    let body =
      #"{"id": "1,1", "next_id": null, "items": [{"id": 1, "originator_id": "1dd8f1fa0c9d4ae0b3f76d3c0f6a3a5e", "#
      + #""originator_version": 2, "topic": "module:Class.Event", "state": "eyJhIjoxfQ=="}]}"#
    try await withRawServer(rawAnswer(body)) { server in
      var options = RemoteLogOptions.impatient
      options.form = .sections
      let far = try RemoteNotificationLog(server.url, options: options)
      let item = try #require(try await far.page(NotificationQuery(after: 0, limit: 10)).notifications.first?.item)
      #expect(item.sequenceID == UUID(uuidString: "1DD8F1FA-0C9D-4AE0-B3F7-6D3C0F6A3A5E"))
      #expect(item.position == 2)
      #expect(item.topic == "module:Class.Event")
      #expect(item.data == Data(#"{"a":1}"#.utf8))
      #expect(item.timestamp == Timestamp(microseconds: 0))
      #expect(server.requests.first?.hasPrefix("GET /notifications/1,10 HTTP/1.1\r\n") == true)
    }
  }
}
