public import Foundation

/// The answer to a request for a part of a log, as a value: for whatever server to send as it is.
public struct LogAnswer: Hashable, Sendable {
  /// As in 200.
  public var status: Int

  /// The headers but for those of the connection and the length, which are the server's.
  public var headers: [String: String]

  /// JSON, or nothing.
  public var body: Data

  public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension LogAnswer {
  /// What keeps a copy has to ask whether it is still good, as what is in a log may be rewritten or deleted; and only
  /// the reader itself may keep one, as it may be secret.
  private static let caching = "private, no-cache"

  /// The value as JSON; or, to a reader that has just this, that it has it.
  static func found(_ value: some Encodable, for request: LogRequest) throws -> LogAnswer {
    let body = try LogJSON.data(value)
    let tag = EntityTag(of: body)
    let headers = ["ETag": tag.text, "Cache-Control": caching, "Vary": "Authorization"]
    if let known = request.header("if-none-match"), tag.isNamed(in: known) {
      return LogAnswer(status: 304, headers: headers)
    }
    return LogAnswer(
      status: 200, headers: headers.merging(["Content-Type": "application/json"]) { $1 }, body: body)
  }

  /// Why there is no answer.
  static func refused(_ refusal: Refusal) -> LogAnswer {
    let body = try? LogJSON.data(RefusalJSON(reason: refusal.reason, replaced: refusal.replaced))
    return LogAnswer(
      status: refusal.status,
      headers: refusal.headers.merging(["Content-Type": "application/json", "Cache-Control": "no-store"]) { $1 },
      body: body ?? Data())
  }
}
