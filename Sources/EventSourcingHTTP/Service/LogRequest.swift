/// A request for a part of a log, as a value: every server can make one of what it got.
public struct LogRequest: Sendable {
  /// As in `GET`.
  public var method: String

  /// The path, percent-encoded as it came, as in `/notifications/1,10`.
  public var path: String

  /// What came after the question mark, percent-encoded as it came; empty if nothing did.
  public var query: String

  /// The headers; in what case their names are written does not matter.
  public var headers: [String: String]

  public init(method: String, path: String, query: String = "", headers: [String: String] = [:]) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
  }

  /// The value of a header, by its name in small letters.
  func header(_ name: String) -> String? {
    headers.first { $0.key.utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 }.elementsEqual(name.utf8) }?.value
  }
}
