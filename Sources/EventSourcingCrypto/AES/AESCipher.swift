public import EventSourcing
public import Foundation

/// Encrypts with AES-GCM, which also finds every change (NIST SP 800-38D), and a fresh random nonce for each message.
///
/// A message carries the id of its key, so keys can change: give the new key, and the older ones to read with. Change
/// the key before it has encrypted 2³² (four thousand million) messages; beyond, two of them may get the same nonce,
/// which gives both away.
///
/// It hides the data and nothing else: not its length, and not that it is there. A row that was deleted, or put back
/// as it was at an earlier time, is not noticed.
public struct AESCipher: Cipher {
  private let keys: [GCMKey]
  private let current: GCMKey

  /// Makes a cipher that encrypts with one key, and decrypts with any.
  ///
  /// - Parameters:
  ///   - key: The key for new messages.
  ///   - older: The keys that earlier messages were encrypted with.
  /// - Throws: `OpenSSLError` if OpenSSL does not have the algorithm.
  public init(key: AESKey, readable older: [AESKey] = []) throws(OpenSSLError) {
    current = try GCMKey(key)
    var keys = [current]
    for key in older { keys.append(try GCMKey(key)) }
    self.keys = keys
  }

  /// Encrypts data for a place, into a message that is 41 bytes longer.
  ///
  /// - Throws: `OpenSSLError`, for example if the system has no randomness to give.
  public func encrypt(_ plaintext: Data, authenticating place: Data) throws -> Data {
    try plaintext.withUnsafeBytes { plaintext in
      try place.withUnsafeBytes { place in
        // On the stack while it is small, as events are.
        try withUnsafeTemporaryAllocation(byteCount: plaintext.count + Message.overhead, alignment: 1) { message in
          try current.seal(plaintext, into: message, place: place)
          return Data(message)
        }
      }
    }
  }

  /// Decrypts a message that belongs to a place.
  ///
  /// What kind of change it was is a hint: a row that was moved and also changed is `.misplaced`, and so is a
  /// message in which just the place check, 4 of its bytes, was changed.
  ///
  /// - Throws: `DecryptionError`; `OpenSSLError` if OpenSSL fails.
  public func decrypt(_ message: Data, authenticating place: Data) throws -> Data {
    try message.withUnsafeBytes { message in
      let header = try MessageHeader(of: message)
      guard let key = keys.first(where: { $0.id == header.keyID }) else {
        throw DecryptionError.unknownKey(keyID: "\(header.keyID)")
      }
      return try place.withUnsafeBytes { place in
        try withUnsafeTemporaryAllocation(byteCount: message.count - Message.overhead, alignment: 1) { plaintext in
          guard try key.open(message, into: plaintext, place: place) else {
            throw header.isForPlace(place) ? DecryptionError.tampered : .misplaced
          }
          return Data(plaintext)
        }
      }
    }
  }
}

extension AESCipher: CustomReflectable {
  /// Shows the ids of the keys, and nothing of the keys.
  public var customMirror: Mirror {
    let older = keys.dropFirst().map { "\($0.id)" }
    return Mirror(self, children: ["key": "\(current.id)", "readable": older], displayStyle: .struct)
  }
}
