import EventSourcing
import EventSourcingHTTP
import Foundation
import Testing

@Suite("An access token")
struct AccessTokenTests {
  private func status(showing header: String?) async throws -> Int {
    let service = NotificationLogService(
      LocalNotificationLog(InMemoryRecorder()),
      options: NotificationLogServiceOptions(token: try AccessToken("s3cret-token")))
    return await service.get("/notifications/newest", headers: header.map { ["authorization": $0] } ?? [:]).status
  }

  @Test func `lets in who shows it`() async throws {
    #expect(try await status(showing: "Bearer s3cret-token") == 200)
    #expect(try await status(showing: "bearer s3cret-token") == 200)
  }

  @Test(arguments: [
    nil, "", "Bearer", "Bearer ", "Bearer s3cret-toke", "Bearer s3cret-token ", "Bearer s3cret-tokeN",
    "Basic s3cret-token",
    "s3cret-token", "Bearer s3cret-tokens", "Bearer  s3cret-token", "Bearer s3cret-toke\u{301}n",
  ])
  func `lets in nobody who does not`(header: String?) async throws {
    #expect(try await status(showing: header) == 401)
  }

  @Test func `keeps from those outside even which paths there are`() async throws {
    let service = NotificationLogService(
      LocalNotificationLog(InMemoryRecorder()), options: NotificationLogServiceOptions(token: try AccessToken("a")))
    #expect(await service.get("/elsewhere").status == 401)
    #expect(await service.answer(LogRequest(method: "POST", path: "/notifications")).status == 401)
    #expect(await service.get("/").headers["WWW-Authenticate"] == "Bearer")
  }

  @Test(arguments: ["", " ", "a b", "a\r\nX: y", "ä", "a\0"])
  func `is made of visible characters of ASCII`(text: String) {
    #expect(throws: InvalidAccessToken()) { try AccessToken(text) }
  }

  @Test func `is in no description`() throws {
    let options = RemoteLogOptions(token: try AccessToken("s3cret"))
    var dumped = ""
    dump(options, to: &dumped)
    for text in ["\(options)", String(reflecting: options), dumped] { #expect(!text.contains("s3cret")) }
  }
}
