import COpenSSL
import Foundation

/// A secret key for AES of 128, 192 or 256 bits.
///
/// The bytes are wiped from memory when the last copy of the key and the last cipher made from it are gone. Texts
/// are beyond reach: the one a key was read from, the one it was revealed as, and what Foundation copied between
/// text and bytes stay in memory until something else is written there.
public struct AESKey: Sendable {
  /// How long a key is.
  public enum Size: Int, CaseIterable, Sendable {
    case bits128 = 128
    case bits192 = 192
    case bits256 = 256

    var bytes: Int { rawValue / 8 }
  }

  /// What the key is called, in 16 hexadecimal digits; safe to log and to store.
  ///
  /// It is derived from the key, so a key needs no name: the first 8 bytes of SHA-256 over a label and the key.
  public var id: String { keyID.description }

  let keyID: KeyID
  let secret: SecretBytes

  /// Reads a key from Base64, as in an environment variable.
  ///
  /// - Throws: `InvalidAESKey`, without the text; `OpenSSLError` if OpenSSL fails.
  public init(base64 text: String) throws {
    guard var bytes = Data(base64Encoded: text) else { throw InvalidAESKey.notBase64 }
    let secret = SecretBytes(movedFrom: &bytes)
    guard Size.allCases.contains(where: { $0.bytes == secret.count }) else {
      throw InvalidAESKey.wrongLength(bytes: secret.count)
    }
    try self.init(secret)
  }

  /// Makes a new key from OpenSSL's random numbers.
  ///
  /// - Throws: `OpenSSLError` if the system has no randomness to give.
  public static func random(_ size: Size = .bits256) throws(OpenSSLError) -> AESKey {
    let secret = try SecretBytes(count: size.bytes) { bytes throws(OpenSSLError) in
      try OpenSSLError.check(RAND_priv_bytes(bytes.baseAddress, CInt(bytes.count)))
    }
    return try AESKey(secret)
  }

  package init(_ secret: SecretBytes) throws(OpenSSLError) {
    self.secret = secret
    keyID = try KeyID(of: secret)
  }

  /// The key itself as Base64, to be kept where secrets are kept: who has it can read everything.
  public func revealBase64() -> String {
    secret.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return "" }
      return Data(
        bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none
      ).base64EncodedString()
    }
  }
}

extension AESKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "AES key \(id)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
