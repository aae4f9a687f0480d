import Foundation

/// Where a far log is.
struct LogAddress: Sendable {
  /// Without a slash at the end.
  let text: String

  /// - Throws: `RemoteLogError.Code.invalidAddress`.
  init(_ url: URL) throws(RemoteLogError) {
    guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: true),
      ["http", "https"].contains(parts.scheme?.lowercased()), parts.host?.isEmpty == false
    else {
      throw RemoteLogError(.invalidAddress, "The address of a far log begins with http:// or https:// and a host.")
    }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
      throw RemoteLogError(
        .invalidAddress,
        "The address of a far log has no user, password, query or fragment: the access token is given apart from it.")
    }
    guard let text = parts.string else {
      throw RemoteLogError(.invalidAddress, "The address of the far log cannot be written down.")
    }
    var bytes = Substring(text).utf8
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    self.text = String(Substring(bytes))
  }

  /// The address of a part of the log.
  ///
  /// - Parameters:
  ///   - name: What comes after the log's own path, with its slash.
  ///   - query: The names and values of the query.
  func url(_ name: String, _ query: [(name: String, value: String)] = []) throws(RemoteLogError) -> URL {
    let pairs = query.map { "\($0.name)=\(PercentCoding.encoded($0.value))" }
    guard let url = URL(string: text + name + (pairs.isEmpty ? "" : "?") + pairs.joined(separator: "&")) else {
      throw RemoteLogError(.invalidAddress, "\(text) cannot be the address of a far log.")
    }
    return url
  }
}
