public import Foundation

/// Makes data unreadable without a key, and readable again.
///
/// What is authenticated is not stored with the data: it is where the data belongs, and decrypting fails in any
/// other place. A cipher must be authenticated encryption, with a fresh nonce for each call.
public protocol Cipher: Sendable {
  func encrypt(_ plaintext: Data, authenticating place: Data) throws -> Data

  /// - Throws: `DecryptionError`.
  func decrypt(_ ciphertext: Data, authenticating place: Data) throws -> Data
}

/// Encrypted data could not be read; none of it is given out.
public enum DecryptionError: Error, Hashable {
  /// It was encrypted with a key that the cipher does not have: add that key.
  case unknownKey(keyID: String)

  /// It was changed after it was encrypted, or cut off.
  case tampered

  /// It is whole, but was encrypted for another place: a row was swapped for another, or its sequence, position,
  /// topic or time was changed.
  case misplaced

  /// It is not encrypted, or in a format that this cipher does not know.
  case unknownFormat
}

extension DecryptionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownKey(let id):
      "it was encrypted with the key \(id), which the cipher does not have: give it that key, too"
    case .tampered: "the encrypted data was changed or cut off"
    case .misplaced: "the encrypted data belongs to another row, or the row's topic or time was changed"
    case .unknownFormat: "the data is not encrypted, or in a format that the cipher does not know"
    }
  }
}
