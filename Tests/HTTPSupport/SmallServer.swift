package import EventSourcingHTTP
import FlyingFox
import FlyingSocks
package import Foundation

/// Mounts a service in a real server, for as long as a body runs.
///
/// - Parameters:
///   - service: What answers.
///   - port: Where; 0 for any port that is free.
///   - change: What becomes of an answer on the way, for those who do harm there.
///   - body: It gets the address of the log.
package func withServer<Result: Sendable>(
  _ service: NotificationLogService, port: UInt16 = 0,
  change: @escaping @Sendable (LogRequest, LogAnswer) async throws -> LogAnswer = { $1 },
  _ body: (URL) async throws -> Result
) async throws -> Result {
  let server = HTTPServer(
    config: .init(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: 120, logger: .disabled),
    handler: ClosureHTTPHandler { request in
      let request = LogRequest(request)
      return HTTPResponse(try await change(request, service.answer(request)))
    })
  let running = Task { try await server.run() }
  let result: Swift.Result<Result, any Error>
  do {
    try await server.waitUntilListening()
    guard case .ip4(_, let port) = await server.listeningAddress,
      let url = URL(string: "http://127.0.0.1:\(port)/notifications")
    else { throw NoPort() }
    result = .success(try await body(url))
  } catch {
    result = .failure(error)
  }
  // Its port is free when it has ended.
  running.cancel()
  _ = await running.result
  return try result.get()
}

package struct NoPort: Error {
  package init() {}
}

extension LogRequest {
  fileprivate init(_ request: HTTPRequest) {
    self.init(
      method: request.method.rawValue, path: request.target.path(), query: request.target.query(),
      headers: Dictionary(request.headers.map { ($0.key.rawValue, $0.value) }) { first, _ in first })
  }
}

extension HTTPResponse {
  fileprivate init(_ answer: LogAnswer) {
    var headers = HTTPHeaders()
    for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
    self.init(statusCode: HTTPStatusCode(answer.status, phrase: "Answer"), headers: headers, body: answer.body)
  }
}
