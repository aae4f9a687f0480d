/// How stored events are made smaller and unreadable: plain, compressed, encrypted, or both.
public struct EventProtection: Sendable {
  public let compressor: (any Compressor)?
  public let cipher: (any Cipher)?

  public init(compressor: (any Compressor)? = nil, cipher: (any Cipher)? = nil) {
    self.compressor = compressor
    self.cipher = cipher
  }

  /// Readable by everybody who may read the database.
  public static let plain = EventProtection()
}
