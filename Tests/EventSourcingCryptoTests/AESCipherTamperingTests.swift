import EventSourcing
import EventSourcingCrypto
import Foundation
import Testing

@Suite("An AES cipher, given what it did not write")
struct AESCipherTamperingTests {
  private let place = Data("the place".utf8)
  private let text = Data(#"{"name":"foo"}"#.utf8)
  private let cipher: AESCipher
  private let message: Data

  init() throws {
    cipher = try AESCipher(key: .random())
    message = try cipher.encrypt(text, authenticating: place)
  }

  private func error(for message: Data, at place: Data? = nil) -> DecryptionError? {
    #expect(throws: DecryptionError.self) {
      try cipher.decrypt(message, authenticating: place ?? self.place)
    }
  }

  @Test func `refuses every flipped bit, with the error that fits`() {
    for bit in 0..<(message.count * 8) {
      let error = error(for: message.flipping(bit: bit))
      switch bit / 8 {
      case 0: #expect(error == .unknownFormat)
      case 1..<9:
        guard case .unknownKey = error else {
          Issue.record("a flip in the key id, bit \(bit), gave \(String(describing: error))")
          continue
        }
      case 9..<13: #expect(error == .misplaced)
      default: #expect(error == .tampered, "bit \(bit)")
      }
    }
  }

  @Test func `refuses a message that was cut off anywhere`() {
    for count in 0..<message.count { #expect(error(for: message.prefix(count)) == .tampered, "\(count) bytes") }
  }

  @Test func `refuses a message with a byte too many`() {
    #expect(error(for: message + [0]) == .tampered)
  }

  @Test func `refuses a message in another place`() {
    #expect(error(for: message, at: Data("the palce".utf8)) == .misplaced)
    #expect(error(for: message, at: Data("the place.".utf8)) == .misplaced)
    #expect(error(for: message, at: Data()) == .misplaced)
  }

  @Test func `refuses a message whose place check was set to another place`() throws {
    let other = Data("the palce".utf8)
    let placeCheck = try cipher.encrypt(text, authenticating: other)[9..<13]
    #expect(error(for: message[..<9] + placeCheck + message[13...], at: other) == .tampered)
  }

  @Test func `refuses a message that names another of its keys`() throws {
    let (key, older) = try (AESKey.random(), AESKey.random())
    let message = try AESCipher(key: key).encrypt(text, authenticating: place)
    let otherID = try AESCipher(key: older).encrypt(text, authenticating: place)[1..<9]
    #expect(throws: DecryptionError.tampered) {
      try AESCipher(key: key, readable: [older])
        .decrypt(message[..<1] + otherID + message[9...], authenticating: place)
    }
  }

  @Test func `refuses parts of two messages put together`() throws {
    let other = try cipher.encrypt(text, authenticating: place)
    #expect(error(for: message.dropLast(16) + other.suffix(16)) == .tampered)
    #expect(error(for: message[..<13] + other[13..<25] + message[25...]) == .tampered)
  }

  @Test(arguments: [#"{"name":"foo"}"#, "[]", "0", "x"])
  func `refuses data that is not encrypted`(_ plaintext: String) {
    #expect(error(for: Data(plaintext.utf8)) == .unknownFormat)
  }

  @Test func `refuses compressed data that is not encrypted`() throws {
    #expect(error(for: try ZlibCompressor().compress(text)) == .unknownFormat)
  }

  @Test func `reads on after a refusal`() throws {
    #expect(error(for: message.flipping(bit: 300)) == .tampered)
    #expect(try cipher.decrypt(message, authenticating: place) == text)
    #expect(error(for: message.flipping(bit: 300)) == .tampered)
  }
}
