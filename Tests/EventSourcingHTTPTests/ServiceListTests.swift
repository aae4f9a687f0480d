import EventSourcing
import EventSourcingHTTP
import Foundation
import Testing

@Suite("A list over HTTP", .timeLimit(.minutes(1)))
struct ServiceListTests {
  private let recorder = InMemoryRecorder()
  private var service: NotificationLogService { NotificationLogService(LocalNotificationLog(recorder)) }

  private func ids(_ query: String) async throws -> [Int] {
    let answer = await service.get("/notifications", query)
    #expect(answer.status == 200)
    return try answer.list.map { try #require($0["id"] as? Int) }
  }

  @Test func `begins at its start, or after it`() async throws {
    try await recorder.fill(5)
    #expect(try await ids("start=2&limit=2") == [2, 3])
    #expect(try await ids("start=2&limit=2&inclusive_of_start=false") == [3, 4])
    #expect(try await ids("start=2&limit=2&inclusive_of_start=False") == [3, 4])
    #expect(try await ids("limit=3") == [1, 2, 3])
    #expect(try await ids("start=0&limit=3") == [1, 2, 3])
  }

  @Test func `ends at its stop`() async throws {
    try await recorder.fill(5)
    #expect(try await ids("start=2&limit=10&stop=4") == [2, 3, 4])
    #expect(try await ids("start=4&limit=10&stop=3") == [])
  }

  @Test func `has only the topics that are asked for`() async throws {
    try await recorder.fill(2, of: .number(1), topic: "A.one")
    try await recorder.fill(2, of: .number(2), topic: "B.two")
    try await recorder.fill(2, of: .number(3), topic: "B.three and more")
    #expect(try await ids("limit=10&topics=A.one&topics=B.two") == [1, 2, 3, 4])
    #expect(try await ids("limit=10&topics=B.three+and%20more") == [5, 6])
    #expect(try await ids("limit=10&names=B") == [3, 4, 5, 6])
    #expect(try await ids("limit=10&filter=none") == [])
  }

  /// One that is empty is the end to a reader of the Python library.
  @Test func `is full although what is wanted is far behind the first rows`() async throws {
    try await recorder.fill(10_050, of: .number(1), topic: "A.one")
    try await recorder.fill(2, of: .number(2), topic: "B.two")
    #expect(try await ids("limit=2&topics=B.two") == [10_051, 10_052])
  }

  @Test func `waits for what comes`() async throws {
    try await recorder.fill(1)
    let log = WatchedLog(recorder)
    let service = NotificationLogService(log)
    async let answer = service.get("/notifications", "start=2&limit=10&wait=30")
    try await log.isAwaited()
    try await recorder.append([.sample(.number(2), at: 0)])
    #expect(try await answer.list.first?["id"] as? Int == 2)
  }

  @Test(arguments: [
    "limit=0", "limit=-1", "limit=1001", "limit=", "limit=1e3", "limit=99999999999999999999", "start=-1", "start=x",
    "limit=1&limit=2", "stop=-3", "inclusive_of_start=maybe", "wait=x", "wait=-1", "wait=nan", "topics=%ff",
    "topics=%00",
    "topics=A&names=B", "filter=all", "filter=none&topics=A", "size=3", "%=1",
  ])
  func `that cannot be asked for is refused`(query: String) async throws {
    let answer = await service.get("/notifications", query)
    #expect(answer.status == 400)
    #expect(try !((answer.object["reason"] as? String) ?? "").isEmpty)
  }

  @Test func `takes the largest numbers that there are`() async throws {
    try await recorder.fill(1)
    #expect(try await ids("start=\(Int.max)&limit=2&stop=\(Int.max)") == [])
    #expect(try await ids("start=\(Int.max)&limit=2&inclusive_of_start=false") == [])
    #expect(try await ids("limit=2&wait=0") == [1])
  }
}
