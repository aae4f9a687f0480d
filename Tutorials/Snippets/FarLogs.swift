import EventSourcing
import EventSourcingHTTP
import Foundation

/// What a server calls with each request that it gets.
func mount(
  _ recorder: any Recorder, secret: String
) throws -> (_ method: String, _ path: String, _ query: String, _ headers: [String: String]) async -> LogAnswer {
  // snippet.service
  let options = NotificationLogServiceOptions(token: try AccessToken(secret))
  let service = NotificationLogService(LocalNotificationLog(recorder), at: "/notifications", options: options)
  // snippet.end
  return { method, path, query, headers in
    // snippet.answer
    let request = LogRequest(method: method, path: path, query: query, headers: headers)
    let answer = await service.answer(request)  // status, headers, body
    // snippet.end
    return answer
  }
}

func follow(secret: String, after position: LogPosition, deal: (ItemNotification, LogPosition) async throws -> Void)
  async throws
{
  // snippet.follow
  let options = RemoteLogOptions(token: try AccessToken(secret))
  let far = try RemoteNotificationLog("https://orders.example.com/notifications", options: options)
  for try await element in NotificationSubscription(far, after: position, filter: .storedNames(["Order"])) {
    guard case .notification(let notification, let position) = element else { continue }
    try await deal(notification, position)
  }
  // snippet.end
}
