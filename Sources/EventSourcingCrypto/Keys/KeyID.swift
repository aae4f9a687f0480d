import COpenSSL

/// The name that a key has from its own bytes: the first 8 bytes of SHA-256 over a label and the key.
///
/// The label keeps it from being equal to what another program derives from the same key.
package struct KeyID: Hashable, Sendable {
  private static let label = Array("EventSourcing AES key id\0".utf8)

  /// The 8 bytes, the first of them highest.
  let number: UInt64

  package init(number: UInt64) {
    self.number = number
  }

  init(of secret: SecretBytes) throws(OpenSSLError) {
    let labelled = try SecretBytes(count: Self.label.count + secret.count) { bytes throws(OpenSSLError) in
      bytes.copyBytes(from: Self.label)
      secret.withUnsafeBytes { bytes[Self.label.count...].copyBytes(from: $0) }
    }
    number = try labelled.withUnsafeBytes { bytes throws(OpenSSLError) in
      var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      try OpenSSLError.check(EVP_Digest(bytes.baseAddress, bytes.count, &digest, nil, EVP_sha256(), nil))
      return UInt64(bigEndian: digest.0)
    }
  }
}

extension KeyID: CustomStringConvertible {
  /// 16 hexadecimal digits.
  package var description: String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
