import EventSourcingCrypto
import Foundation
import Testing

@Suite("An AES key")
struct AESKeyTests {
  @Test(arguments: AESKey.Size.allCases)
  func `is random, of the size asked for`(_ size: AESKey.Size) throws {
    let (one, other) = try (AESKey.random(size), AESKey.random(size))
    #expect(Data(base64Encoded: one.revealBase64())?.count == size.rawValue / 8)
    #expect(one.revealBase64() != other.revealBase64())
  }

  @Test func `has 256 bits by default`() throws {
    #expect(try Data(base64Encoded: AESKey.random().revealBase64())?.count == 32)
  }

  @Test(arguments: AESKey.Size.allCases)
  func `is the same when read from the Base64 it reveals`(_ size: AESKey.Size) throws {
    let key = try AESKey.random(size)
    let copy = try AESKey(base64: key.revealBase64())
    #expect(copy.revealBase64() == key.revealBase64())
    #expect(copy.id == key.id)
  }

  /// Worked out with Java's SHA-256.
  @Test func `has an id that depends on the key alone`() throws {
    #expect(try AESKey.counted(.bits128).id == "0636d5d7e32f42d7")
    #expect(try AESKey.counted(.bits192).id == "63e6ab66d0c23d57")
    #expect(try AESKey.counted(.bits256).id == "2a5c3b599f3c7c46")
  }

  @Test func `has an id of 16 digits, also with zeros in front`() {
    #expect("\(KeyID(number: 0xab))" == "00000000000000ab")
  }

  @Test(arguments: ["not Base64!", "AAAA AAAA", "AAAAAAAAAAAAAAAAAAAAAA", "AAECAwQFBgcICQoLDA0ODw==\n", "ключ"])
  func `is not read from what is no Base64`(_ text: String) {
    #expect(throws: InvalidAESKey.notBase64) { try AESKey(base64: text) }
  }

  @Test(arguments: [0, 1, 15, 17, 23, 25, 31, 33, 64])
  func `has no other length than 16, 24 or 32 bytes`(_ count: Int) {
    #expect(throws: InvalidAESKey.wrongLength(bytes: count)) {
      try AESKey(base64: Data(repeating: 7, count: count).base64EncodedString())
    }
  }

  @Test func `shows its id, and nothing of itself`() throws {
    let key = try AESKey.random()
    #expect(String(describing: key) == "AES key \(key.id)")
    #expect(String(reflecting: key) == "AES key \(key.id)")
    var dumped = ""
    dump(key, to: &dumped)
    #expect(dumped == "▿ AES key \(key.id)\n  - id: \"\(key.id)\"\n")
  }
}
