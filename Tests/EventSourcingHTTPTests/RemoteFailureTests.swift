import EventSourcing
import EventSourcingHTTP
import Foundation
import Testing

@Suite("A far log that fails", .timeLimit(.minutes(1)))
struct RemoteFailureTests {
  private let empty = #"{"id":null,"items":[],"next_id":null}"#

  private func codeOfSection(_ answers: String?..., options: RemoteLogOptions = .impatient) async throws
    -> RemoteLogError.Code?
  {
    let server = try RawServer(answers)
    defer { server.stop() }
    let far = try RemoteNotificationLog(server.url, options: options)
    return await code { _ = try await far.section("1,10") }
  }

  @Test(
    arguments: [
      ("400 Bad", .invalidRequest), ("401 No", .refused), ("403 No", .refused), ("404 No", .notFound),
      ("405 No", .invalidRequest), ("409 No", .invalidRequest), ("410 No", .notFound), ("429 No", .unavailable),
      ("500 No", .failed), ("502 No", .unavailable), ("503 No", .unavailable), ("504 No", .unavailable),
      ("204 No", .unreadable), ("304 No", .unreadable), ("599 No", .failed),
    ] as [(String, RemoteLogError.Code)])
  func `says what to do by its status`(status: String, expected: RemoteLogError.Code) async throws {
    #expect(try await codeOfSection(rawAnswer(status.hasPrefix("204") ? "" : "{}", status: status)) == expected)
  }

  @Test(arguments: ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
  func `is not followed to another address, with its token`(status: String) async throws {
    try await withRawServer(rawAnswer(empty)) { other in
      let answer = rawAnswer("", status: status, headers: ["Location: \(other.url)/1,10"])
      var options = RemoteLogOptions.impatient
      options.token = try AccessToken("s3cret")
      #expect(try await codeOfSection(answer, options: options) == .redirected)
      #expect(other.requests.isEmpty)
    }
  }

  @Test(arguments: ["301 Moved", "302 Found", "303 Other", "307 Temporary", "308 Permanent"])
  func `says that the log is elsewhere, but not where`(status: String) async throws {
    for location in [[], ["Location:"], ["Location: http://["]] {
      #expect(try await codeOfSection(rawAnswer("", status: status, headers: location)) == .redirected, "\(location)")
    }
  }

  @Test(arguments: [
    ("401 No", "WWW-Authenticate: Basic realm=\"x\""), ("401 No", "WWW-Authenticate: Basic"),
    ("401 No", "WWW-Authenticate: Digest realm=\"x\", nonce=\"1\""), ("401 No", "WWW-Authenticate: Bearer realm=\"x\""),
    ("401 No", "WWW-Authenticate: Negotiate"), ("401 No", "WWW-Authenticate: Bearer, Basic realm=\"x\""),
    ("401 No", "WWW-Authenticate:"), ("407 No", "Proxy-Authenticate: Basic realm=\"x\""),
  ])
  func `asks for a user and a password`(status: String, header: String) async throws {
    let body = #"{"reason":"Nobody."}"#
    try await withRawServer(rawAnswer(body, status: status, headers: [header])) { server in
      let far = try RemoteNotificationLog(server.url, options: .impatient)
      let error = await #expect(throws: RemoteLogError.self) { try await far.section("1,10") }
      #expect(error?.code == .refused)
      #expect(error?.reason.contains("Nobody.") == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test(arguments: ["{}", #"{"other_branch":"x"}"#])
  func `is another one than was read, which it says in a way that is not known`(replaced: String) async throws {
    let answer = rawAnswer(#"{"reason":"It was swapped.","replaced":\#(replaced)}"#, status: "409 No")
    try await withRawServer(answer) { server in
      let far = try RemoteNotificationLog(server.url, options: .impatient)
      let error = await #expect(throws: RemoteLogError.self) {
        try await far.page(NotificationQuery(after: 1, limit: 1))
      }
      #expect(error?.code == .unreadable)
      #expect(error?.reason.contains("It was swapped.") == true)
    }
  }

  @Test func `answers what is no JSON`() async throws {
    for body in ["", "<html></html>", "{", "nonsense", "{\"id\":1", "\u{0}", String(repeating: "[", count: 100_000)] {
      #expect(try await codeOfSection(rawAnswer(body)) == .unreadable, "\(body.prefix(20))")
    }
  }

  private static let item = #""originator_id":"00000000000040008000000000000001","topic":"A.b","state":"""#

  @Test(arguments: [
    "[]", "1", "null", #"{"items":[]}"#.replacing("[]", with: "1"), #"{"id":"1,1","items":[],"next_id":null}"#,
    #"{"id":null,"items":[],"next_id":"1,10"}"#, #"{"id":null,"items":[],"next_id":null,"previous_id":"x"}"#,
    #"{"id":"1,1","items":[{"id":1}],"next_id":null}"#,
    #"{"id":"0,0","items":[{"id":0,"originator_version":0,\#(item)}],"next_id":null}"#,
    #"{"id":"-1,-1","items":[{"id":-1,"originator_version":0,\#(item)}],"next_id":null}"#,
    #"{"id":"1,1","items":[{"id":1e400,"originator_version":0,\#(item)}],"next_id":null}"#,
    #"{"id":"1,1","items":[{"id":99999999999999999999,"originator_version":0,\#(item)}],"next_id":null}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0.5,\#(item)}],"next_id":null}"#,
    #"{"id":"2,2","items":[{"id":1,"originator_version":0,\#(item)}],"next_id":null}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item)}],"next_id":"1,10"}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item)}],"next_id":"x"}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item)},{"id":1,"originator_version":0,\#(item)}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item.replacing("A.b", with: "A\\u0000"))}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,"metadata":"\u0000",\#(item)}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item.replacing("0001", with: "000x"))}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item.replacing("0001", with: "é01"))}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item.replacing("00001", with: "0001"))}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item.replacing("00001", with: "00-1"))}]}"#,
    #"{"id":"1,1","items":[{"id":1,"originator_version":0,\#(item.replacing(#":"""#, with: #":"?""#))}]}"#,
  ])
  func `answers what is no section`(body: String) async throws {
    #expect(try await codeOfSection(rawAnswer(body)) == .unreadable)
  }

  @Test(arguments: [
    #"{"items":[],"read_up_to":{"id":0},"is_at_end":false}"#, #"{"items":[],"read_up_to":{"id":-1},"is_at_end":true}"#,
    #"{"items":[],"read_up_to":{"id":5,"log":"x"},"is_at_end":true}"#, #"{"items":[],"is_at_end":true}"#,
    #"{"items":[{"id":2,"originator_version":0,\#(item)}],"read_up_to":{"id":1},"is_at_end":true}"#,
  ])
  func `answers what is no page`(body: String) async throws {
    try await withRawServer(rawAnswer(body)) { server in
      let far = try RemoteNotificationLog(server.url, options: .impatient)
      #expect(await code { _ = try await far.page(NotificationQuery(after: 0, limit: 1)) } == .unreadable)
    }
  }

  @Test func `answers more than is allowed`() async throws {
    var options = RemoteLogOptions.impatient
    options.largestAnswer = 1_000
    let large = String(repeating: " ", count: 5_000)
    #expect(try await codeOfSection(rawAnswer(large), options: options) == .tooLarge)
    // Before it is sent.
    #expect(try await codeOfSection(rawAnswer("", length: 5_000), options: options) == .tooLarge)
    // Also if it does not say before how much it is.
    let unsaid = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + large
    #expect(try await codeOfSection(unsaid, options: options) == .tooLarge)
  }

  @Test func `answers what is no HTTP`() async throws {
    for answer in ["nonsense\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n{}", "SSH-2.0-OpenSSH_9.2\r\n"] {
      #expect(try await codeOfSection(answer) == .unreadable, "\(answer)")
    }
  }

  @Test(arguments: [RawServer.End.closed, .reset])
  func `breaks off`(end: RawServer.End) async throws {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"
    for answer in ["", rawAnswer("", length: 5_000), rawAnswer(empty, length: 5_000), chunked] {
      let server = try RawServer([answer], end: end)
      defer { server.stop() }
      let far = try RemoteNotificationLog(server.url, options: .impatient)
      #expect(await code { _ = try await far.section("1,10") } == .unreachable, "\(answer)")
    }
  }

  @Test(
    arguments: [
      (4, "5", nil, true), (5, "5", nil, false), (6, "5", nil, false), (4, "5", "gzip", false), (4, nil, nil, false),
      (4, "x", nil, false),
    ] as [(Int, String?, String?, Bool)])
  func `has a body that is short or not`(count: Int, announced: String?, encoding: String?, isShort: Bool) {
    #expect(BodyLength.isShort(count, announced: announced, encoding: encoding) == isShort)
  }

  @Test func `says nothing`() async throws {
    var options = RemoteLogOptions.impatient
    options.timeout = .milliseconds(200)
    #expect(try await codeOfSection(nil, options: options) == .timedOut)
  }

  @Test func `can be left alone while it says nothing`() async throws {
    try await withRawServer(nil) { server in
      let far = try RemoteNotificationLog(server.url, options: RemoteLogOptions(timeout: .seconds(3_600)))
      let reading = Task { try await far.section("1,10") }
      while server.requests.isEmpty { await Task.yield() }
      reading.cancel()
      _ = await #expect(throws: CancellationError.self) { try await reading.value }
    }
  }

  @Test func `never comes to an end`() async throws {
    let server = try RawServer([rawAnswer("", length: 1_000_000)], isDripping: true)
    defer { server.stop() }
    let far = try RemoteNotificationLog(
      server.url, options: RemoteLogOptions(timeout: .milliseconds(500), patience: .zero))
    #expect(await code { _ = try await far.section("1,10") } == .timedOut)
  }

  @Test func `is not there`() async throws {
    let server = try RawServer([nil])
    let far = try RemoteNotificationLog(server.url, options: .impatient)
    server.stop()
    // The port is free when the thread has ended.
    while (try? await far.section("1,10")) != nil {}
    let found = await code { _ = try await far.section("1,10") }
    #expect(found == .unreachable)
  }

  @Test func `tells its reason in one line, and never the token`() async throws {
    let body = #"{"reason":"no\u001b[31m\nred\u202e"}"#
    try await withRawServer(rawAnswer(body, status: "401 No")) { server in
      var options = RemoteLogOptions.impatient
      options.token = try AccessToken("s3cret")
      let far = try RemoteNotificationLog(server.url, options: options)
      let error = await #expect(throws: RemoteLogError.self) { try await far.section("1,10") }
      let text = error.map { "\($0)" + String(reflecting: $0) } ?? ""
      #expect(error?.reason.contains("no\u{FFFD}[31m\u{FFFD}red\u{FFFD}") == true)
      #expect(!text.contains("s3cret"))
      #expect(server.requests.first?.contains("Authorization: Bearer s3cret\r\n") == true)
    }
  }

  @Test(arguments: [
    "", "notifications", "ftp://example.com/a", "http://", "http://u:p@example.com/a", "http://u@example.com/a",
    "https://example.com/a?token=s3cret", "https://example.com/a#b", "file:///etc",
  ])
  func `cannot have this address`(address: String) async throws {
    let error = #expect(throws: RemoteLogError.self) { try RemoteNotificationLog(address) }
    #expect(error?.code == .invalidAddress)
    #expect(error?.reason.contains("s3cret") == false)
  }
}
