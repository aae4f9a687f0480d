import EventSourcing
import EventSourcingHTTP
import Foundation
import Testing

@Suite("A section over HTTP")
struct ServiceSectionTests {
  private let recorder = InMemoryRecorder()
  private var service: NotificationLogService { NotificationLogService(LocalNotificationLog(recorder)) }

  @Test func `has the names and forms of the Python library`() async throws {
    try await recorder.append([.sample(at: 0, topic: "Sample.made", data: "abc")])
    let answer = await service.get("/notifications/1,10")
    #expect(answer.status == 200)
    #expect(answer.headers["Content-Type"] == "application/json")
    #expect(
      String(decoding: answer.body, as: UTF8.self)
        == #"{"id":"1,1","items":[{"id":1,"originator_id":"00000000000040008000000000000001","#
        + #""originator_version":0,"state":"YWJj","timestamp":1767225600000000,"topic":"Sample.made"}],"#
        + #""next_id":null,"previous_id":null}"#)
  }

  @Test func `names the next one when it is full`() async throws {
    try await recorder.fill(12)
    #expect(try await service.get("/notifications/1,10").object["next_id"] as? String == "11,20")
    let last = try await service.get("/notifications/11,20").object
    #expect(last["id"] as? String == "11,12")
    #expect(last["next_id"] is NSNull)
  }

  @Test func `beyond the end is empty`() async throws {
    try await recorder.fill(2)
    let section = try await service.get("/notifications/100,109").object
    #expect(section["id"] is NSNull)
    #expect((section["items"] as? [Any])?.isEmpty == true)
  }

  @Test func `may have its comma encoded`() async throws {
    try await recorder.fill(2)
    #expect(try await service.get("/notifications/1%2C10").object["id"] as? String == "1,2")
  }

  @Test(arguments: [
    "1", "1,", ",1", "-1,10", "+1,10", "1,10,20", "a,b", "1,10 ", "99999999999999999999,1", "1%002", "%", "%zz", "%ff",
  ])
  func `with a bad id is refused`(id: String) async {
    let answer = await service.get("/notifications/\(id)")
    #expect(answer.status == (["%", "%zz", "%ff"].contains(id) ? 404 : 400))
    #expect(answer.headers["ETag"] == nil)
  }

  @Test func `with the largest ids that there are is empty`() async throws {
    try await recorder.fill(1)
    let section = try await service.get("/notifications/\(Int.max),\(Int.max)").object
    #expect(section["id"] is NSNull)
  }

  @Test func `is shorter where its items are large, and the next one goes on there`() async throws {
    try await recorder.append((0..<4).map { .sample(at: $0, data: String(repeating: "x", count: 3_000)) })
    let small = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(largestAnswer: 9_000))
    let section = try await small.get("/notifications/1,10").object
    #expect(section["id"] as? String == "1,2")
    #expect(section["next_id"] as? String == "3,6")
  }

  @Test func `of the newest has the last ones where not all can be answered, and leads back to the others`()
    async throws
  {
    try await recorder.append((0..<4).map { .sample(at: $0, data: String(repeating: "x", count: 3_000)) })
    let small = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(largestAnswer: 9_000))
    let section = try await small.get("/notifications/current").object
    #expect(section["id"] as? String == "3,4")
    #expect(section["previous_id"] as? String == "1,2")
    #expect(section["next_id"] is NSNull)
  }

  @Test func `has no more than the service allows`() async throws {
    try await recorder.fill(5)
    let small = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(largestLimit: 2))
    let section = try await small.get("/notifications/1,10").object
    #expect(section["id"] as? String == "1,2")
    #expect(section["next_id"] as? String == "3,7")
  }

  @Test(arguments: [.min, 1])
  func `has one item at least, however large that is`(largestAnswer: Int) async throws {
    try await recorder.append((0..<2).map { .sample(at: $0, data: String(repeating: "x", count: 3_000)) })
    let small = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(largestAnswer: largestAnswer))
    #expect(try await small.get("/notifications/1,10").object["id"] as? String == "1,1")
  }
}
