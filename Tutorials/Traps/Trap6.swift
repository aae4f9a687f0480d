import EventSourcing
import EventSourcingCrypto
import Foundation
import Step5Application
import Step6Encryption
import Story
import Synchronization

/// A cipher that numbers its messages: after a restart it uses each nonce again, and it notices no change.
enum Trap6: Trap {
  static let title = "A nonce used twice, and nothing authenticated"

  /// Encrypts with AES in counter mode, and counts its messages, so that no two have the same nonce.
  final class CountingCipher: Cipher {
    private let key: Data
    private let count = Atomic<UInt64>(0)

    init(key: Data) {
      self.key = key
    }

    func encrypt(_ plaintext: Data, authenticating place: Data) throws -> Data {
      let number = count.wrappingAdd(1, ordering: .relaxed).newValue
      let nonce = withUnsafeBytes(of: number.bigEndian) { Data($0) } + Data(count: 8)
      return nonce + (try AESCounterMode.apply(to: plaintext, key: key, nonce: nonce))
    }

    func decrypt(_ message: Data, authenticating place: Data) throws -> Data {
      try AESCounterMode.apply(to: message.dropFirst(16), key: key, nonce: message.prefix(16))
    }
  }

  /// What follows from two messages under the same key and nonce, and the text of one: the text of the other.
  static func otherText(_ message: Data, _ own: Data, _ ownText: Data) -> Data {
    Data(zip(zip(message, own), ownText).map { bytes, letter in bytes.0 ^ bytes.1 ^ letter })
  }

  static func spring(_ story: Story) async throws {
    let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    let table = try await StolenTable(story, textIn: { $0.dropFirst(16) }, makeCipher: { CountingCipher(key: key) })

    story.part("The program stores a secret, is restarted, and stores what the thief has typed in:")
    story.say("first nonce:  \(table.secret.data.prefix(16).hexadecimal)")
    story.say("second nonce: \(table.typed.data.prefix(16).hexadecimal)")

    story.part("The thief combines both messages with the text that was typed in. No key is needed:")
    let stolen = otherText(table.secretMessage, table.typedMessage, StolenTable.typedText)
    guard stolen == StolenTable.secretText else { throw NotAsTold("The secret stayed one: \(stolen.readable)") }
    story.say(stolen.readable)

    story.part("The thief changes the stored message, still without the key, and the application reads it:")
    let foo = try await table.foo(afterForging: "public info")
    guard foo == "public info" else { throw NotAsTold("The application read another text: \(foo)") }
    story.say("foo = \(foo)")

    try await cured(story)
  }

  private static func cured(_ story: Story) async throws {
    story.part("The same with AESCipher:")
    let key = try AESKey.random()
    let table = try await StolenTable(
      story, textIn: { $0.dropFirst(25).dropLast(16) }, makeCipher: { try AESCipher(key: key) })
    let stolen = otherText(table.secretMessage, table.typedMessage, StolenTable.typedText)
    guard stolen != StolenTable.secretText else { throw NotAsTold("The thief has the secret.") }
    story.say("the thief has the secret: false")
    do {
      throw NotAsTold("A forged message was read: \(try await table.foo(afterForging: "public info"))")
    } catch let error as UnreadableItem {
      story.refused(error)
    }
  }
}

extension Data {
  fileprivate var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
