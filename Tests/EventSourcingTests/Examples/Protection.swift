import EventSourcing
import Foundation

/// Puts a `z` in front of the data, and takes down what it does.
struct MarkingCompressor: Compressor {
  var notes = Notes<String>()
  var fails = false

  func compress(_ data: Data) throws -> Data {
    notes.add("compress \(String(decoding: data, as: UTF8.self))")
    if fails { throw Refusal() }
    return Data("z".utf8) + data
  }

  func decompress(_ data: Data) throws -> Data {
    notes.add("decompress \(String(decoding: data, as: UTF8.self))")
    guard data.first == UInt8(ascii: "z") else { throw Refusal() }
    return data.dropFirst()
  }
}

/// Puts a key and the place in front of the data, and takes down what it does; it hides nothing.
struct MarkingCipher: Cipher {
  var key = "k"
  var notes = Notes<String>()
  var places = Notes<Data>()

  func encrypt(_ plaintext: Data, authenticating place: Data) throws -> Data {
    notes.add("encrypt \(String(decoding: plaintext, as: UTF8.self))")
    places.add(place)
    return Data("\(key)|".utf8) + place + plaintext
  }

  func decrypt(_ ciphertext: Data, authenticating place: Data) throws -> Data {
    notes.add("decrypt")
    places.add(place)
    guard ciphertext.dropFirst().first == UInt8(ascii: "|") else { throw DecryptionError.unknownFormat }
    guard ciphertext.starts(with: Data(key.utf8)) else {
      throw DecryptionError.unknownKey(keyID: String(decoding: ciphertext.prefix(1), as: UTF8.self))
    }
    guard ciphertext.dropFirst(2).starts(with: place) else { throw DecryptionError.misplaced }
    return ciphertext.dropFirst(2 + place.count)
  }
}

extension SequencedItem {
  /// Whether a `MarkingCipher` has encrypted the data: by its bytes, for the id after them may begin with any accent.
  var isMarked: Bool { data.starts(with: Data("k|".utf8)) }
}
