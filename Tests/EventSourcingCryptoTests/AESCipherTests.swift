import Dispatch
import EventSourcing
import EventSourcingCrypto
import Foundation
import Synchronization
import Testing

@Suite("An AES cipher")
struct AESCipherTests {
  private let place = Data("the place".utf8)
  private let text = Data(#"{"name":"foo"}"#.utf8)

  @Test(arguments: AESKey.Size.allCases, [0, 1, 60, 16 << 20 + 1])
  func `gives back what it was given`(_ size: AESKey.Size, _ count: Int) throws {
    let cipher = try AESCipher(key: .random(size))
    let plaintext = Data.pattern(count)
    let message = try cipher.encrypt(plaintext, authenticating: place)
    #expect(message.count == count + 41)
    #expect(try cipher.decrypt(message, authenticating: place) == plaintext)
  }

  @Test func `takes data and places that are slices of others`() throws {
    let cipher = try AESCipher(key: .random())
    let padded = Data("##".utf8) + text + Data("##".utf8)
    let message = try cipher.encrypt(padded[2..<(2 + text.count)], authenticating: place)
    let paddedMessage = Data("##".utf8) + message + Data("##".utf8)
    let paddedPlace = Data("##".utf8) + place
    let opened = try cipher.decrypt(paddedMessage[2..<(2 + message.count)], authenticating: paddedPlace[2...])
    #expect(opened == text)
  }

  @Test func `takes a place without bytes`() throws {
    let cipher = try AESCipher(key: .random())
    let message = try cipher.encrypt(text, authenticating: Data())
    #expect(try cipher.decrypt(message, authenticating: Data()) == text)
  }

  /// Made with Java's own AES/GCM/NoPadding, SHA-256 and CRC-32: what is stored must stay readable.
  @Test(arguments: [
    (
      AESKey.Size.bits128,
      "010636d5d7e32f42d72455ffddf0f1f2f3f4f5f6f7f8f9fafb6a38881257bd474e119a50dff57da15a5ef5d6ffc7dffd7939d08759a13c"
    ),
    (
      .bits192,
      "0163e6ab66d0c23d572455ffddf0f1f2f3f4f5f6f7f8f9fafb97db635ce10558206787a93e2d53150aa66e38a53f0e5e6ec91eb5120f7e"
    ),
    (
      .bits256,
      "012a5c3b599f3c7c462455ffddf0f1f2f3f4f5f6f7f8f9fafb12242d61115ff04ebd9198f5ac37e4e5dc3829973e94b25f562501d5dea1"
    ),
  ])
  func `reads a message that another implementation wrote`(_ size: AESKey.Size, _ message: String) throws {
    let cipher = try AESCipher(key: .counted(size))
    #expect(try cipher.decrypt(Data(hex: message), authenticating: place) == text)
  }

  @Test func `encrypts the same text differently each time`() throws {
    let cipher = try AESCipher(key: .random())
    let first = try cipher.encrypt(text, authenticating: place)
    let second = try cipher.encrypt(text, authenticating: place)
    #expect(first.prefix(13) == second.prefix(13))  // the header
    #expect(first[13..<25] != second[13..<25])  // the nonce
    #expect(first[25...] != second[25...])
  }

  @Test func `uses no nonce twice`() throws {
    let cipher = try AESCipher(key: .random())
    let nonces = try (0..<10_000).map { _ in try cipher.encrypt(Data(), authenticating: place)[13..<25] }
    #expect(Set(nonces).count == 10_000)
  }

  @Test func `reads with older keys and writes with the new one`() throws {
    let (old, older, new) = try (AESKey.random(), AESKey.random(.bits128), AESKey.random())
    let messages = try [old, older].map { try AESCipher(key: $0).encrypt(text, authenticating: place) }
    let rotated = try AESCipher(key: new, readable: [old, older])
    for message in messages { #expect(try rotated.decrypt(message, authenticating: place) == text) }
    let message = try rotated.encrypt(text, authenticating: place)
    #expect(try AESCipher(key: new).decrypt(message, authenticating: place) == text)
  }

  @Test func `names the key that it would need`() throws {
    let (lost, other) = try (AESKey.random(), AESKey.random())
    let message = try AESCipher(key: lost).encrypt(text, authenticating: place)
    #expect(throws: DecryptionError.unknownKey(keyID: lost.id)) {
      try AESCipher(key: other).decrypt(message, authenticating: place)
    }
  }

  @Test func `serves many tasks at once`() async throws {
    let cipher = try AESCipher(key: .random())
    let place = place
    let messages = try await withThrowingTaskGroup(of: [Data].self) { group in
      for task in 0..<64 {
        group.addTask {
          try (0..<200).map { number in
            let plaintext = Data("task \(task) number \(number)".utf8)
            let message = try cipher.encrypt(plaintext, authenticating: place)
            #expect(try cipher.decrypt(message, authenticating: place) == plaintext)
            return message
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(messages.map { $0[13..<25] }).count == 64 * 200)
  }

  @Test func `serves threads that come while it is at work on a long message`() throws {
    let cipher = try AESCipher(key: .random())
    let place = place
    // Long enough for others to find the cipher's own context in use, also on few cores.
    let plaintext = Data(repeating: 7, count: 4 << 20)
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let message = try? cipher.encrypt(plaintext, authenticating: place)
      let found = message.flatMap { try? cipher.decrypt($0, authenticating: place) }
      if found != plaintext { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test func `shows the ids of its keys, and nothing of the keys`() throws {
    let (key, older) = try (AESKey.random(), AESKey.random())
    let cipher = try AESCipher(key: key, readable: [older])
    #expect(String(describing: cipher) == #"AESCipher(key: "\#(key.id)", readable: ["\#(older.id)"])"#)
    #expect(String(reflecting: cipher).hasSuffix(#"AESCipher(key: "\#(key.id)", readable: ["\#(older.id)"])"#))
    var dumped = ""
    dump(cipher, to: &dumped)
    #expect(
      dumped == """
        ▿ EventSourcingCrypto.AESCipher
          - key: "\(key.id)"
          ▿ readable: 1 element
            - "\(older.id)"

        """)
  }
}
