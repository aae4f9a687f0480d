import EventSourcing
import EventSourcingHTTP
import Foundation
import Testing

@Suite("A service of a log")
struct ServiceRequestTests {
  private let recorder = InMemoryRecorder()
  private var service: NotificationLogService { NotificationLogService(LocalNotificationLog(recorder)) }

  @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", ""])
  func `is only read`(method: String) async {
    let answer = await service.answer(LogRequest(method: method, path: "/notifications/1,10"))
    #expect(answer.status == 405)
    #expect(answer.headers["Allow"] == "GET, HEAD")
  }

  @Test func `answers HEAD without a body`() async throws {
    let get = await service.get("/notifications/1,10")
    let head = await service.answer(LogRequest(method: "HEAD", path: "/notifications/1,10"))
    #expect(head.status == 200)
    #expect(head.headers == get.headers)
    #expect(head.body.isEmpty && !get.body.isEmpty)
  }

  @Test(arguments: [
    "/", "/other", "/notificationsx", "/notifications/1,10/2", "/notification", "", "/Notifications/1,2",
  ])
  func `knows nothing under another path`(path: String) async {
    #expect(await service.get(path).status == 404)
  }

  @Test(arguments: ["", "/", "a", "/a/b/", "a/b"])
  func `can be anywhere`(path: String) async {
    let service = NotificationLogService(LocalNotificationLog(recorder), at: path)
    let base = path.split(separator: "/").map { "/" + $0 }.joined()
    #expect(await service.get("\(base)/newest").status == 200)
  }

  @Test func `answers with a tag, and not again to who has it`() async throws {
    try await recorder.fill(1)
    let first = await service.get("/notifications/1,10")
    let tag = try #require(first.headers["ETag"])
    for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
      let second = await service.get("/notifications/1,10", headers: ["IF-NONE-MATCH": known])
      #expect(second.status == 304)
      #expect(second.body.isEmpty)
      #expect(second.headers["ETag"] == tag)
    }
    #expect(await service.get("/notifications/1,10", headers: ["If-None-Match": "\"other\""]).status == 200)
  }

  /// The digest of an item stays the same when it is rewritten; the tag must not.
  @Test func `answers with another tag what was rewritten`() async throws {
    try await recorder.fill(1)
    let tag = await service.get("/notifications/1,10").headers["ETag"]
    try await recorder.rewrite([
      Rewrite(from: .sample(at: 0), to: .sample(at: 0, data: "[]"))
    ])
    let again = await service.get("/notifications/1,10", headers: ["If-None-Match": tag ?? ""])
    #expect(again.status == 200)
  }

  @Test func `lets nobody keep an answer without asking, and nobody else at all`() async throws {
    #expect(await service.get("/notifications/1,10").headers["Cache-Control"] == "private, no-cache")
    #expect(await service.get("/notifications/x").headers["Cache-Control"] == "no-store")
  }

  @Test func `tells of an error of its log only who runs it`() async throws {
    let errors = Notes<String>()
    let service = NotificationLogService(
      FailingLog(error: RecorderError(.notADatabase, "The file /secret/path is damaged.")),
      options: NotificationLogServiceOptions { errors.add("\($0)") })
    let answer = await service.get("/notifications/1,10")
    #expect(answer.status == 500)
    #expect(!String(decoding: answer.body, as: UTF8.self).contains("secret"))
    #expect(errors.all == ["The file /secret/path is damaged."])
  }

  @Test(arguments: [RecorderError.Code.busy, .closed, .timedOut, .unavailable])
  func `says when it may be asked again`(code: RecorderError.Code) async throws {
    let service = NotificationLogService(FailingLog(error: RecorderError(code, "Not now.")))
    let answer = await service.get("/notifications/newest")
    #expect(answer.status == 503)
    #expect(answer.headers["Retry-After"] == "1")
  }
}

/// A log that only throws.
struct FailingLog: NotificationLog {
  let error: any Error

  func page(_ query: NotificationQuery) async throws -> NotificationPage { throw error }
  func section(_ id: String) async throws -> NotificationSection { throw error }
  func newestPosition() async throws -> LogPosition { throw error }
  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool { throw error }
}
