import EventSourcingHTTP
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension NotificationLogService {
  /// Has a router of Hummingbird ask this service for all that is at and under a path.
  ///
  /// - Parameters:
  ///   - router: The router of the server.
  ///   - path: The path that the service was made with.
  func mount<Context: RequestContext>(on router: Router<Context>, at path: String) {
    for pattern in ["\(path)", "\(path)/**"] {
      for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] {
        router.on(RouterPath(pattern), method: method) { request, _ in
          Response(await answer(LogRequest(request)))
        }
      }
    }
  }
}

extension LogRequest {
  /// What a request asks for, with path and query as they came.
  init(_ request: Request) {
    self.init(
      method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
      headers: Dictionary(request.headers.map { ($0.name.rawName, $0.value) }) { first, _ in first })
  }
}

extension Response {
  init(_ answer: LogAnswer) {
    var headers = HTTPFields()
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    self.init(
      status: .init(code: answer.status), headers: headers,
      body: answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
