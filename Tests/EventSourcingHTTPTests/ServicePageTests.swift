import EventSourcing
import EventSourcingHTTP
import Foundation
import Testing

@Suite("A page over HTTP", .timeLimit(.minutes(1)))
struct ServicePageTests {
  private let recorder = InMemoryRecorder()
  private var service: NotificationLogService { NotificationLogService(LocalNotificationLog(recorder)) }

  @Test func `says how far it was read, over what is not wanted, too`() async throws {
    try await recorder.fill(2, of: .number(1), topic: "A.one")
    try await recorder.fill(2, of: .number(2), topic: "B.two")
    let page = try await service.get("/notifications/page", "after=0&limit=10&names=A").object
    #expect((page["items"] as? [Any])?.count == 2)
    let readUpTo = try #require(page["read_up_to"] as? [String: Any])
    #expect(readUpTo["id"] as? Int == 4)
    #expect(try await readUpTo["log"] as? String == recorder.newestPosition().log?.uuidString)
    #expect(page["is_at_end"] as? Bool == true)
  }

  @Test func `of another log than the reader has read is refused`() async throws {
    try await recorder.fill(1)
    let answer = await service.get("/notifications/page", "after=1&log=\(UUID.number(7).uuidString)")
    #expect(answer.status == 409)
  }

  @Test func `has no more than the service allows`() async throws {
    try await recorder.fill(5)
    let small = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(largestLimit: 3))
    let page = try await small.get("/notifications/page", "after=0&limit=1000000").object
    #expect((page["items"] as? [Any])?.count == 3)
    #expect(page["is_at_end"] as? Bool == false)
  }

  @Test func `that waits ends with its time`() async throws {
    let page = try await service.get("/notifications/page", "after=0&wait=0.05").object
    #expect((page["items"] as? [Any])?.isEmpty == true)
  }

  @Test func `that waits goes on over what is not wanted`() async throws {
    let log = WatchedLog(recorder)
    let service = NotificationLogService(log)
    async let answer = service.get("/notifications/page", "after=0&names=B&wait=30")
    try await log.isAwaited()
    try await recorder.fill(1, of: .number(1), topic: "A.one")
    try await log.isAwaited(times: 2)
    try await recorder.fill(1, of: .number(2), topic: "B.two")
    let items = try await answer.object["items"] as? [[String: Any]]
    #expect(items?.first?["id"] as? Int == 2)
  }

  /// Who does not say which log it has read is not told that it is another one, also not in the middle of a waiting.
  @Test func `that waits stays what it was asked for when an epoch begins`() async throws {
    let log = WatchedLog(recorder)
    let service = NotificationLogService(log)
    async let answer = service.get("/notifications/page", "after=0&wait=30")
    try await log.isAwaited()
    try await recorder.beginEpoch()
    try await recorder.fill(1)
    #expect(await answer.status == 200)
  }

  @Test func `waits no longer than the service allows`() async throws {
    let quick = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(longestWait: .milliseconds(20)))
    #expect(await quick.get("/notifications/page", "after=0&wait=1000000").status == 200)
  }

  @Test(arguments: [
    "", "after=", "after=-1", "after=1&log=x", "after=1&digest=x", "after=1&limit=0", "after=1&rows=0", "start=1",
  ])
  func `that cannot be asked for is refused`(query: String) async {
    #expect(await service.get("/notifications/page", query).status == 400)
  }

  @Test func `is cut where its items are large, and says so`() async throws {
    try await recorder.append((0..<4).map { .sample(at: $0, data: String(repeating: "x", count: 3_000)) })
    let small = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(largestAnswer: 9_000))
    let page = try await small.get("/notifications/page", "after=0").object
    #expect((page["items"] as? [Any])?.count == 2)
    #expect((page["read_up_to"] as? [String: Any])?["id"] as? Int == 2)
    #expect(page["is_at_end"] as? Bool == false)
  }

  @Test func `of large items reads few that are cut off`() async throws {
    try await recorder.append((0..<300).map { .sample(at: $0, data: String(repeating: "x", count: 3_000)) })
    let log = WatchedLog(recorder)
    let small = NotificationLogService(log, options: NotificationLogServiceOptions(largestAnswer: 9_000))
    #expect(try await small.get("/notifications/page", "after=0&limit=300").object["is_at_end"] as? Bool == false)
    #expect(log.read.all.joined().count < 50)
  }

  @Test func `of small ones has as many as are asked for, read in pieces`() async throws {
    try await recorder.fill(300)
    let log = WatchedLog(recorder)
    let service = NotificationLogService(log)
    for limit in [31, 32, 33, 299, 300, 301] {
      let page = try await service.get("/notifications/page", "after=0&limit=\(limit)").object
      #expect((page["items"] as? [Any])?.count == min(limit, 300))
      #expect(page["is_at_end"] as? Bool == (limit >= 300))
    }
    #expect(log.read.all.contains { $0.first == 33 })
  }
}
