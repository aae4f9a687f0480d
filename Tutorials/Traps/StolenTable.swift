import EventSourcing
import Foundation
import Step2Entity
import Step5Application
import Step6Encryption
import Story

/// A table in the hands of a thief, who has no key, but has typed in one of the two texts that are in it.
struct StolenTable {
  static let secretText = Data(#"{"foo":"secret info"}"#.utf8)
  static let typedText = Data(#"{"foo":"aaaaaaaaaaa"}"#.utf8)

  let secret: SequencedItem
  let typed: SequencedItem

  private let recorder: InMemoryRecorder
  private let textIn: (Data) -> Data
  private let makeCipher: () throws -> any Cipher

  /// Fills the table by two runs of a program, each with a cipher of its own.
  ///
  /// - Parameters:
  ///   - textIn: The part of a stored message that is the encrypted text.
  ///   - makeCipher: What the program does when it starts.
  init(
    _ story: Story, textIn: @escaping (Data) -> Data, makeCipher: @escaping () throws -> any Cipher
  ) async throws {
    let recorder = InMemoryRecorder()
    var rows: [SequencedItem] = []
    for foo in ["secret info", "aaaaaaaaaaa"] {
      let mapper = ExampleMapper(cipher: try makeCipher())
      try await withApplication(recorder: recorder, mapper: mapper, ids: story.ids) { app in
        rows += try await recorder.items(of: app.createExample(foo: foo).id)
      }
    }
    (secret, typed) = (rows[0], rows[1])
    self.recorder = recorder
    self.textIn = textIn
    self.makeCipher = makeCipher
  }

  var secretMessage: Data { textIn(secret.data) }
  var typedMessage: Data { textIn(typed.data) }

  /// Changes the stored secret to a text of the same length, and has the application read it.
  ///
  /// - Throws: `UnreadableItem`.
  func foo(afterForging foo: String) async throws -> String {
    let wanted = Data(#"{"foo":"\#(foo)"}"#.utf8)
    let message = secretMessage
    var forged = secret.data
    for (index, (old, new)) in zip(message.indices, zip(Self.secretText, wanted)) {
      forged[index] ^= old ^ new
    }
    let new = SequencedItem(
      sequenceID: secret.sequenceID, position: secret.position, topic: secret.topic, data: forged,
      timestamp: secret.timestamp)
    try await recorder.rewrite([Rewrite(from: secret, to: new)])
    return try await withApplication(recorder: recorder, mapper: ExampleMapper(cipher: try makeCipher())) { app in
      try await app.repository[secret.sequenceID].foo
    }
  }
}
