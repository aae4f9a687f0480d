import COpenSSL

/// OpenSSL failed, or does not have what was asked for.
public struct OpenSSLError: Error, Hashable, Sendable {
  /// OpenSSL's own words: they name the fault, never the key or the data.
  public let reason: String

  /// Takes the newest error of this thread, and leaves the thread without errors.
  ///
  /// An error left behind would be taken for its own by the next user of OpenSSL on this thread.
  init() {
    let reason = ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) }
    self.reason = reason ?? "no reason given"
    ERR_clear_error()
  }

  /// Throws unless a call answered 1, which is how OpenSSL says that it succeeded.
  static func check(_ answer: CInt) throws(OpenSSLError) {
    guard answer == 1 else { throw OpenSSLError() }
  }
}

extension OpenSSLError: CustomStringConvertible {
  public var description: String { "OpenSSL failed: \(reason)." }
}
