import EventSourcing
import EventSourcingHTTP
import Foundation
import HTTPSupport
import ProcessSupport
import Testing

@Suite("A far log", .timeLimit(.minutes(1)))
struct RemoteLogTests {
  private let recorder = InMemoryRecorder()
  private var near: LocalNotificationLog { LocalNotificationLog(recorder) }

  private func withFar<Result: Sendable>(
    _ form: RemoteLogOptions.Form = .pages, _ body: (RemoteNotificationLog) async throws -> Result
  ) async throws -> Result {
    try await withServer(NotificationLogService(near)) { url in
      var options = RemoteLogOptions.impatient
      options.form = form
      return try await body(RemoteNotificationLog(url, options: options))
    }
  }

  /// Two kinds of items, with what JSON has to write in another way, and a gap.
  private func fill() async throws {
    try await recorder.append([
      .sample(.number(1), at: 0, topic: "A.one", data: "\u{0}\u{7f}", metadata: #"{"user":"é/\"\u2028"}"#),
      .sample(.number(1), at: 1, topic: "A.two/…é", data: ""),
    ])
    try await recorder.append([.sample(.number(2), at: .min + 1, topic: "B.one")], kind: .timed)
    try await recorder.append([.sample(.number(3), at: 0, topic: "C.one")])
    try await recorder.deleteItems(of: .number(2))
    try await recorder.append([.sample(.number(4), at: .max, topic: "B.two")], kind: .timed)
  }

  @Test(arguments: [
    TopicFilter.all, .topics(["A.one", "A.two/…é"]), .storedNames(["B", "C"]), .topics([]), .storedNames([]),
    .storedNames(["A&=+ %"]), .topics((0..<1_000).map { "Other.\($0)" } + ["B.two"]),
  ])
  func `has the pages of the near one`(filter: TopicFilter) async throws {
    try await fill()
    try await withFar { far in
      for after in 0...5 {
        for limit in [1, 2, 10] {
          let query = NotificationQuery(after: LogPosition(id: after), limit: limit, filter: filter)
          let page = try await far.page(query)
          #expect(page.notifications.count <= limit)
          #expect(try await pages(of: far, query) == pages(of: near, query))
        }
      }
    }
  }

  /// All that is read, page by page.
  private func pages(of log: any NotificationLog, _ query: NotificationQuery) async throws -> [ItemNotification] {
    var query = query
    var found: [ItemNotification] = []
    while true {
      let page = try await log.page(query)
      found += page.notifications
      guard !page.isAtEnd else { return found }
      query.after = page.readUpTo
    }
  }

  @Test(arguments: ["1,10", "1,2", "2,3", "0,1", "5,5", "6,10", "10,1", "\(Int.max),\(Int.max)", "0,\(Int.max)"])
  func `has the sections of the near one`(id: String) async throws {
    try await fill()
    try await withFar { far in
      let section = try await far.section(id)
      #expect(try await section == near.section(id))
    }
  }

  @Test func `stands where the near one does`() async throws {
    try await withFar { far in
      #expect(try await far.newestPosition() == near.newestPosition())
      try await fill()
      #expect(try await far.newestPosition() == near.newestPosition())
    }
  }

  @Test func `refuses a bad id as the near one does`() async throws {
    try await withFar { far in
      _ = await #expect(throws: InvalidSectionID(text: "1,x")) { try await far.section("1,x") }
    }
  }

  @Test func `tells what comes`() async throws {
    let log = WatchedLog(recorder)
    try await withServer(NotificationLogService(log)) { url in
      let far = try RemoteNotificationLog(url, options: .impatient)
      let position = try await far.newestPosition()
      async let isThere = far.waitForNotification(after: position, atMost: .seconds(50))
      try await log.isAwaited()
      try await recorder.fill(1)
      #expect(try await isThere)
    }
  }

  @Test func `ends a waiting in which nothing comes`() async throws {
    try await withFar { far in
      let isThere = try await far.waitForNotification(after: .beginning, atMost: .milliseconds(50))
      #expect(!isThere)
    }
  }

  @Test func `beyond its end waits until it has come so far`() async throws {
    try await recorder.fill(2)
    try await withFar { far in
      let page = try await far.page(NotificationQuery(after: 100, limit: 10))
      #expect(page.notifications.isEmpty && page.isAtEnd)
      #expect(try await !far.waitForNotification(after: 100, atMost: .milliseconds(50)))
    }
  }

  @Test func `can be left alone while it waits`() async throws {
    try await withFar { far in
      let waiting = Task { try await far.waitForNotification(after: .beginning, atMost: .seconds(50)) }
      waiting.cancel()
      _ = await #expect(throws: CancellationError.self) { try await waiting.value }
    }
  }

  @Test func `can be left alone at any moment of an answer`() async throws {
    try await recorder.fill(20)
    try await withFar { far in
      var random = SeededGenerator(seed: 11_026)
      for round in 0..<400 {
        let moments = (0..<4).map { _ in Int.random(in: 0...3_000, using: &random) }
        await withTaskGroup(of: Void.self) { group in
          for moment in moments {
            group.addTask {
              let reading = Task { try await far.page(NotificationQuery(after: .beginning, limit: 20)) }
              try? await Task.sleep(for: .microseconds(moment))
              reading.cancel()
              switch await reading.result {
              case .success(let page): #expect(page.notifications.count == 20)
              case .failure(let error): #expect(error is CancellationError, "round \(round)")
              }
            }
          }
        }
      }
      let page = try await far.page(NotificationQuery(after: .beginning, limit: 20))
      #expect(page.notifications.count == 20)
    }
  }

  @Test func `tells that it is another log by now`() async throws {
    try await recorder.fill(2)
    let position = try await recorder.newestPosition()
    try await recorder.beginEpoch()
    let expected = try #require(
      await #expect(throws: LogReplaced.self) {
        try await near.page(NotificationQuery(after: position, limit: 1))
      })
    try await withFar { far in
      await #expect(throws: expected) { try await far.page(NotificationQuery(after: position, limit: 1)) }
      await #expect(throws: expected) { try await far.waitForNotification(after: position, atMost: .seconds(50)) }
    }
  }

  @Test func `tells how it is another log`() async throws {
    try await recorder.fill(2)
    let log = try await recorder.newestPosition().log
    let positions = [
      LogPosition(id: 3, log: log), LogPosition(id: 2, log: log, digest: ItemDigest(rawValue: -5)),
    ]
    try await withFar { far in
      for position in positions {
        let query = NotificationQuery(after: position, limit: 1)
        let expected = try #require(await #expect(throws: LogReplaced.self) { try await near.page(query) })
        await #expect(throws: expected) { try await far.page(query) }
      }
    }
  }

  @Test func `is read to its end, whatever its history`() async throws {
    let seed = UInt64.random(in: .min ... .max)
    var numbers = SeededGenerator(seed: seed)
    for number in UInt8(1)...30 {
      let count = Int.random(in: 1...9, using: &numbers)
      try await recorder.fill(count, of: .number(number), topic: Bool.random(using: &numbers) ? "A.one" : "B.one")
      if Int.random(in: 0..<4, using: &numbers) == 0 { try await recorder.deleteItems(of: .number(number)) }
    }
    for form in [RemoteLogOptions.Form.pages, .sections] {
      try await withFar(form) { far in
        for filter in [TopicFilter.all, .storedNames(["B"])] {
          let query = NotificationQuery(after: 0, limit: Int.random(in: 1...20, using: &numbers), filter: filter)
          let read = try await pages(of: far, query)
          #expect(try await read == pages(of: near, query), "seed \(seed)")
        }
      }
    }
  }
}
