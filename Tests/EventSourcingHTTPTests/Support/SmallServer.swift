import EventSourcingHTTP
import FlyingFox
import FlyingSocks
import Foundation
import Testing

/// Mounts a service in a real server on a port of its own, for as long as a body runs.
///
/// - Parameters:
///   - service: What answers.
///   - change: What becomes of an answer on the way, for those who do harm there.
///   - body: It gets the address of the log.
func withServer<Result: Sendable>(
  _ service: NotificationLogService,
  change: @escaping @Sendable (LogRequest, LogAnswer) async throws -> LogAnswer = { $1 },
  _ body: (URL) async throws -> Result
) async throws -> Result {
  let server = HTTPServer(
    config: .init(address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0), timeout: 120, logger: .disabled),
    handler: ClosureHTTPHandler { request in
      let request = LogRequest(request)
      return HTTPResponse(try await change(request, service.answer(request)))
    })
  let running = Task { try await server.run() }
  defer { running.cancel() }
  try await server.waitUntilListening()
  guard case .ip4(_, let port) = await server.listeningAddress else { throw NoPort() }
  return try await body(try #require(URL(string: "http://127.0.0.1:\(port)/notifications")))
}

struct NoPort: Error {}

extension LogRequest {
  init(_ request: HTTPRequest) {
    self.init(
      method: request.method.rawValue, path: request.target.path(), query: request.target.query(),
      headers: Dictionary(request.headers.map { ($0.key.rawValue, $0.value) }) { first, _ in first })
  }
}

extension HTTPResponse {
  init(_ answer: LogAnswer) {
    var headers = HTTPHeaders()
    for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
    self.init(statusCode: HTTPStatusCode(answer.status, phrase: "Answer"), headers: headers, body: answer.body)
  }
}
