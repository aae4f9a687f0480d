import EventSourcing
import EventSourcingCrypto
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step1Events
import Step2Entity
import Step5Application
import Step6Encryption
import Story
import Testing

@Suite("An encrypted application")
struct Step6Tests {
  private func repository(_ recorder: any Recorder, _ key: AESKey) throws -> Repository<Example> {
    Repository(eventStore: EventStore(recorder: recorder, mapper: try ExampleMapper.encrypting(with: key)))
  }

  /// Lends a recorder that holds the two events of one example, encrypted.
  private func withSecret(
    _ body: (SQLiteRecorder, Example, AESKey) async throws -> Void
  ) async throws {
    let key = try AESKey.random()
    let recorder = try await SQLiteRecorder(.memory)
    let example = try await withApplication(recorder: recorder, mapper: ExampleMapper.encrypting(with: key)) { app in
      var example = try await app.createExample(foo: "secret info")
      try await example.setFoo(to: "secret plan")
      return example
    }
    try await body(recorder, example, key)
    try await recorder.close()
  }

  private func replace(_ recorder: SQLiteRecorder, _ item: SequencedItem, with data: Data) async throws {
    let new = SequencedItem(
      sequenceID: item.sequenceID, position: item.position, topic: item.topic, data: data, timestamp: item.timestamp)
    try await recorder.rewrite([Rewrite(from: item, to: new)])
  }

  @Test func `reads the same entity as was stored`() async throws {
    try await withSecret { recorder, example, key async throws in
      #expect(try await repository(recorder, key)[example.id] == example)
    }
  }

  @Test func `leaves no plain text in the files of the database`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/examples.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      try await withApplication(recorder: recorder, mapper: ExampleMapper.encrypting(with: AESKey.random())) { app in
        _ = try await app.createExample(foo: "secret info")
      }
      #expect(try await StoredBytes.files(file).contain("secret info") == false)
      try await withApplication(recorder: recorder) { app in _ = try await app.createExample(foo: "plain info") }
      #expect(try await StoredBytes.files(file).contain("plain info"))
      try await recorder.close()
      #expect(try await StoredBytes.files(file).contain("secret info") == false)
    }
  }

  @Test func `says that another key is another key`() async throws {
    try await withSecret { recorder, example, key in
      let item = try await recorder.items(of: example.id)[0]
      let unknown = UnreadableItem(item, .notDecrypted(.unknownKey(keyID: key.id)))
      await #expect(throws: unknown) { try await repository(recorder, AESKey.random())[example.id] }
    }
  }

  @Test func `says that a flipped bit is damage`() async throws {
    try await withSecret { recorder, example, key in
      let item = try await recorder.items(of: example.id)[1]
      var data = item.data
      data[data.count - 1] ^= 0x80
      try await replace(recorder, item, with: data)
      let tampered = UnreadableItem(item, .notDecrypted(.tampered))
      await #expect(throws: tampered) { try await repository(recorder, key)[example.id] }
    }
  }

  @Test func `says that a row swapped for another is misplaced`() async throws {
    try await withSecret { recorder, example, key in
      let items = try await recorder.items(of: example.id)
      try await replace(recorder, items[1], with: items[0].data)
      let misplaced = UnreadableItem(items[1], .notDecrypted(.misplaced))
      await #expect(throws: misplaced) { try await repository(recorder, key)[example.id] }
    }
  }

  @Test func `refuses a row that is not encrypted, so that nobody can slip one in`() async throws {
    try await withSecret { recorder, example, key in
      let item = try await recorder.items(of: example.id)[1]
      try await replace(recorder, item, with: Data(#"{"name":"foo","value":"forged"}"#.utf8))
      let plain = UnreadableItem(item, .notDecrypted(.unknownFormat))
      await #expect(throws: plain) { try await repository(recorder, key)[example.id] }
    }
  }

  @Test func `shows no text in its errors`() async throws {
    try await withSecret { recorder, example, _ in
      let error = await #expect(throws: UnreadableItem.self) {
        try await repository(recorder, AESKey.random())[example.id]
      }
      #expect(error?.description.contains("secret") == false)
    }
  }

  @Test func `leaves no plain text in any row, on however many pages`() async throws {
    let (recorder, id) = (InMemoryRecorder(), UUID())
    try await withApplication(recorder: recorder, mapper: ExampleMapper.encrypting(with: AESKey.random())) { app in
      _ = try await app.createExample(foo: "secret info")
    }
    try await recorder.append(
      (0...1_000).map { position in
        SequencedItem(
          sequenceID: id, position: position, topic: "Example.created", data: Data("row \(position)".utf8),
          timestamp: Timestamp(microseconds: 0))
      })
    let stored = StoredBytes.rows(recorder)
    for text in ["row 0", "row 1000", "Example.created"] { #expect(try await stored.contain(text)) }
    for text in ["secret info", "row 1001"] { #expect(try await stored.contain(text) == false) }
  }

  @Test func `tells the same story in memory and on a file, but for where it looks`() async throws {
    let file = try await withTemporaryFolder { folder in
      let path = "\(folder)/examples.sqlite"
      let recorder = try await SQLiteRecorder(.file(path))
      return try await recorder.closing {
        try await Story.told { try await Step6.tell($0, recorder: recorder, stored: .files(path)) }
      }
    }
    let memory = try await Story.told {
      let recorder = InMemoryRecorder()
      try await Step6.tell($0, recorder: recorder, stored: .rows(recorder))
    }
    #expect(memory.map { $0.replacing("the table's rows", with: "the database's files") } == file)
    #expect(file.contains("  “plain info” found: true"))
    #expect(file.contains("  “secret info” found: false"))
    #expect(Set(file.filter { $0.contains("✗") }).count == 3)
    #expect(file.last == "  foo = secret plan")
  }
}
