/// A secret by which a far reader is let in: the bearer token of RFC 6750.
///
/// It is in no description and in no error. Whoever listens on the way can read it where the way is not encrypted, so
/// use `https` between machines.
public struct AccessToken: Sendable {
  private let bytes: [UInt8]

  /// - Parameter text: One or more visible characters of ASCII, of which a header can be made.
  /// - Throws: `InvalidAccessToken`.
  public init(_ text: String) throws(InvalidAccessToken) {
    guard !text.isEmpty, text.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else { throw InvalidAccessToken() }
    bytes = Array(text.utf8)
  }

  /// What the header `Authorization` is to be.
  var header: String { Self.scheme + String(decoding: bytes, as: UTF8.self) }

  private static let scheme = "Bearer "

  /// Whether a header `Authorization` shows this token.
  ///
  /// How long that takes tells nothing of the token but its length.
  func isShown(by header: String?) -> Bool {
    guard let header, header.utf8.count > Self.scheme.utf8.count else { return false }
    let scheme = header.utf8.prefix(Self.scheme.utf8.count).map { 65...90 ~= $0 ? $0 + 32 : $0 }
    guard scheme.elementsEqual("bearer ".utf8) else { return false }
    let shown = Array(header.utf8.dropFirst(Self.scheme.utf8.count))
    guard shown.count == bytes.count else { return false }
    // All bytes are looked at, whichever differs first.
    return zip(shown, bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "an access token" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What was given cannot be an access token.
public struct InvalidAccessToken: Error, Hashable {
  public init() {}
}

extension InvalidAccessToken: CustomStringConvertible {
  public var description: String {
    "An access token is one or more visible characters of ASCII, without spaces: what was given has others, or none."
  }
}
