import EventSourcing
import EventSourcingHTTP
import Foundation
import HTTPSupport
import ProcessSupport
import Testing

@Suite("A follower of a far log", .timeLimit(.minutes(1)))
struct RemoteFollowingTests {
  private let recorder = InMemoryRecorder()
  private var service: NotificationLogService { NotificationLogService(LocalNotificationLog(recorder)) }

  /// Reads so many notifications.
  private func ids(_ count: Int, from iterator: inout NotificationSubscription.Iterator) async throws -> [Int] {
    var ids: [Int] = []
    while ids.count < count, let element = try await iterator.next() {
      if case .notification(let notification, _) = element { ids.append(notification.id) }
    }
    return ids
  }

  @Test(arguments: [RemoteLogOptions.Form.pages, .sections])
  func `reads what there is, then what comes`(form: RemoteLogOptions.Form) async throws {
    try await recorder.fill(25)
    try await withServer(service) { url in
      let far = try RemoteNotificationLog(url, options: RemoteLogOptions(form: form))
      var iterator = NotificationSubscription(far, pageSize: 10).makeAsyncIterator()
      let before = try await ids(25, from: &iterator)
      guard case .caughtUp(let position) = try await iterator.next() else {
        Issue.record("It has not caught up.")
        return
      }
      try await recorder.fill(5, of: .number(2))
      let after = try await ids(5, from: &iterator)
      #expect(before + after == Array(1...30))
      #expect(position.id == 25)
    }
  }

  @Test func `goes on where it was when the server was away`() async throws {
    try await recorder.fill(25)
    var iterator: NotificationSubscription.Iterator?
    var found: [Int] = []
    let port = try await withServer(service) { url in
      let far = try RemoteNotificationLog(url, options: RemoteLogOptions(patience: .zero))
      var subscription = NotificationSubscription(far, pageSize: 10).makeAsyncIterator()
      found += try await ids(7, from: &subscription)
      iterator = subscription
      return try #require(url.port)
    }
    try await recorder.fill(5, of: .number(2))
    var subscription = try #require(iterator)
    let back = Task { [service] in
      try await withServer(service, port: UInt16(port)) { _ in try await Task.sleep(for: .seconds(600)) }
    }
    defer { back.cancel() }
    found += try await ids(23, from: &subscription)
    #expect(found == Array(1...30))
  }

  @Test func `goes on when its connections are closed without a word`() async throws {
    let sequence = UUID.number(1).uuidString
    let item = #"{"id":1,"originator_id":"\#(sequence)","originator_version":0,"topic":"A","state":""}"#
    let before = rawAnswer(#"{"items":[],"read_up_to":{"id":0},"is_at_end":true}"#)
    let after = rawAnswer(#"{"items":[\#(item)],"read_up_to":{"id":1},"is_at_end":true}"#)
    try await withRawServer(before, "", "", after) { server in
      let far = try RemoteNotificationLog(server.url, options: .impatient)
      var iterator = NotificationSubscription(far).makeAsyncIterator()
      guard case .caughtUp = try await iterator.next() else {
        Issue.record("It has not caught up.")
        return
      }
      #expect(try await ids(1, from: &iterator) == [1])
    }
  }

  @Test func `can be left alone at any moment`() async throws {
    try await recorder.fill(20)
    var random = SeededGenerator(seed: 20_261)
    try await withServer(service) { url in
      let far = try RemoteNotificationLog(url, options: .impatient)
      for _ in 1...Soak.amount(300, soak: 3_000) {
        let reading = Task {
          for try await _ in NotificationSubscription(far, pageSize: 3) {}
        }
        try await Task.sleep(for: .microseconds(Int.random(in: 0...10_000, using: &random)))
        reading.cancel()
        _ = await reading.result
      }
    }
  }

  @Test func `is told at once that it may not read`() async throws {
    let closed = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(token: try AccessToken("s3cret")))
    try await withServer(closed) { url in
      var iterator = NotificationSubscription(try RemoteNotificationLog(url)).makeAsyncIterator()
      let error = await #expect(throws: RemoteLogError.self) { try await iterator.next() }
      #expect(error?.code == .refused)
    }
  }

  @Test(arguments: [RemoteLogOptions.Form.pages, .sections])
  func `reads section by section`(form: RemoteLogOptions.Form) async throws {
    try await recorder.fill(23)
    try await withServer(service) { url in
      var options = RemoteLogOptions.impatient
      options.form = form
      var reader = NotificationReader(try RemoteNotificationLog(url, options: options))
      var ids: [String?] = []
      while let section = try await reader.nextSection() { ids.append(section.id) }
      #expect(ids == ["1,10", "11,20", "21,23"])
    }
  }

  @Test func `is given the newest section and those before it`() async throws {
    try await recorder.fill(23)
    try await withServer(service) { url in
      let far = try RemoteNotificationLog(url, options: .impatient)
      let near = LocalNotificationLog(recorder)
      var id: String? = SectionID.current
      var count = 0
      while let asked = id {
        let section = try await far.section(asked)
        let expected = try await near.section(asked)
        #expect(section == expected)
        count += section.items.count
        id = section.previousID
      }
      #expect(count == 23)
    }
  }
}
