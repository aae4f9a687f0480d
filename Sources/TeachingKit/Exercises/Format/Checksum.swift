private import COpenSSL
package import Foundation

/// The SHA-256 of bytes, as 64 hexadecimal digits.
package func checksum(of data: Data) throws -> String {
  var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
  var length: UInt32 = 0
  let worked = data.withUnsafeBytes { bytes in
    EVP_Digest(bytes.baseAddress, bytes.count, &digest, &length, EVP_sha256(), nil)
  }
  guard worked == 1 else { throw NoDigest() }
  return digest.prefix(Int(length)).map { byte in
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }.joined()
}

/// OpenSSL could not work out a SHA-256.
package struct NoDigest: Error {}
