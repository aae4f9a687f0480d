import EventSourcingCrypto
import Foundation

/// Bytes that follow from a key and a nonce, and look random to whoever does not have the key.
///
/// AES-GCM makes them by encrypting a counter with AES. That part of it is not to be had alone, for good reason. Here
/// each eight bytes are the id of an AES key made of key, nonce and counter, which is a part of a SHA-256: slow, and
/// good enough to be looked at.
struct Keystream {
  /// A key of 128 bits.
  let key: AESKey

  /// 12 bytes.
  let nonce: Data

  /// The data XOR the keystream: hides a text, and makes a hidden one readable.
  func applied(to data: Data) throws -> Data {
    let blocks = (data.count + 7) / 8
    let bytes = try (0..<UInt32(blocks)).flatMap(block)
    return Data(zip(data, bytes).map { $0 ^ $1 })
  }

  private func block(_ counter: UInt32) throws -> [UInt8] {
    let secret = Data(base64Encoded: key.revealBase64()) ?? Data()
    let input = secret + nonce + withUnsafeBytes(of: counter.bigEndian) { Data($0) }
    let id = try AESKey(base64: input.base64EncodedString()).id
    return withUnsafeBytes(of: (UInt64(id, radix: 16) ?? 0).bigEndian) { Array($0) }
  }
}
