import EventSourcing
import Foundation
import Testing

@Suite("A mapper with a compressor or a cipher")
struct ProtectionTests {
  private typealias Mapper = SequencedItemMapper<DomainEvent<Parcel>>

  private let notes = Notes<String>()
  private let plain = #"{"text":"x"}"#

  @Test func `compresses before it encrypts, and decrypts before it decompresses`() throws {
    let mapper = Mapper(compressor: MarkingCompressor(notes: notes), cipher: MarkingCipher(notes: notes))
    let item = try mapper.item(storing: .labelled(text: "x"))
    #expect(notes.all == ["compress \(plain)", "encrypt z\(plain)"])
    #expect(try mapper.event(from: item).payload == .labelled(text: "x"))
    #expect(notes.all.dropFirst(2) == ["decrypt", "decompress z\(plain)"])
  }

  @Test func `stores what the compressor made`() throws {
    let mapper = Mapper(compressor: MarkingCompressor())
    let item = try mapper.item(storing: .labelled(text: "x"))
    #expect(item.text == "z\(plain)")
    #expect(try mapper.event(from: item).payload == .labelled(text: "x"))
  }

  @Test func `keeps sequence, position, topic and time as they are`() throws {
    let protected = try Mapper(compressor: MarkingCompressor(), cipher: MarkingCipher()).item(storing: .lost)
    let plain = try Mapper().item(storing: .lost)
    #expect(protected.sequenceID == plain.sequenceID && protected.position == plain.position)
    #expect(protected.topic == plain.topic && protected.timestamp == plain.timestamp)
    #expect(protected.data != plain.data)
  }

  @Test func `authenticates the same place when it writes and when it reads`() throws {
    let cipher = MarkingCipher()
    let mapper = Mapper(cipher: cipher)
    _ = try mapper.event(from: mapper.item(storing: .lost))
    #expect(cipher.places.all.count == 2)
    #expect(Set(cipher.places.all).count == 1)
  }

  @Test func `authenticates sequence, position, time and topic`() throws {
    let cipher = MarkingCipher()
    let mapper = Mapper(cipher: cipher)
    let ids = IDGenerator.counting()
    let (a, b) = (ids.next(), ids.next())
    for (id, version, second, payload) in [
      (a, 0, 0, Parcel.lost), (b, 0, 0, .lost), (a, 1, 0, .lost), (a, 0, 1, .lost), (a, 0, 0, .labelled(text: "")),
    ] {
      _ = try mapper.item(
        from: DomainEvent(entityID: id, entityVersion: version, timestamp: .second(second), payload: payload))
    }
    #expect(Set(cipher.places.all).count == 5)
  }

  @Test func `authenticates these very bytes: changing them would lock out what is stored`() throws {
    let cipher = MarkingCipher()
    _ = try Mapper(cipher: cipher).item(
      from: DomainEvent(
        entityID: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)), entityVersion: 258,
        timestamp: Timestamp(microseconds: -2), payload: .lost))
    let place =
      Data(1...16) + Data([0, 0, 0, 0, 0, 0, 1, 2]) + Data(Array(repeating: 255, count: 7) + [254])
      + Data("Parcel.lost".utf8)
    #expect(cipher.places.all == [place])
  }

  @Test func `with a cipher refuses data that is not encrypted`() throws {
    let item = try Mapper().item(storing: .labelled(text: "x"))
    #expect(throws: UnreadableItem(item, .notDecrypted(.unknownFormat))) {
      try Mapper(cipher: MarkingCipher()).event(from: item)
    }
  }

  @Test func `with a cipher refuses an item that was moved to another place`() throws {
    let mapper = Mapper(cipher: MarkingCipher())
    let item = try mapper.item(storing: .lost)
    let moved = SequencedItem(
      sequenceID: item.sequenceID, position: 1, topic: item.topic, data: item.data, timestamp: item.timestamp)
    #expect(throws: UnreadableItem(moved, .notDecrypted(.misplaced))) { try mapper.event(from: moved) }
  }

  @Test func `without a cipher does not read data that is encrypted`() throws {
    let item = try Mapper(cipher: MarkingCipher()).item(storing: .labelled(text: "x"))
    #expect(throws: UnreadableItem(item, .malformed(at: ""))) { try Mapper().event(from: item) }
  }

  @Test func `refuses data that does not decompress`() throws {
    let item = try Mapper().item(storing: .lost)
    #expect(throws: UnreadableItem(item, .notDecompressed)) {
      try Mapper(compressor: MarkingCompressor()).event(from: item)
    }
  }

  @Test func `hands the error of a compressor that fails to the writer, and encrypts nothing`() {
    let mapper = Mapper(compressor: MarkingCompressor(fails: true), cipher: MarkingCipher(notes: notes))
    #expect(throws: Refusal()) { try mapper.item(storing: .lost) }
    #expect(notes.all == [])
  }

  @Test func `stores nothing of a list if one event of it cannot be compressed`() async throws {
    let recorder = InMemoryRecorder()
    let mapper = SequencedItemMapper<DomainEvent<Account.Event>>(compressor: MarkingCompressor(fails: true))
    let id = IDGenerator.counting().next()
    await #expect(throws: Refusal()) {
      try await EventStore(recorder: recorder, mapper: mapper).append(Account.history(id))
    }
    #expect(try await recorder.notifications(after: 0, limit: 1) == [])
  }

  @Test func `decrypts and decompresses values that are read in a shape of one's own`() throws {
    struct Shape: Decodable { let text: String }
    let mapper = Mapper(compressor: MarkingCompressor(), cipher: MarkingCipher())
    #expect(try mapper.values(Shape.self, from: mapper.item(storing: .labelled(text: "x"))).text == "x")
  }

  @Test(arguments: [
    (
      DecryptionError.unknownKey(keyID: "2026"),
      "it was encrypted with the key 2026, which the cipher does not have: give it that key, too"
    ),
    (.tampered, "the encrypted data was changed or cut off"),
    (.misplaced, "the encrypted data belongs to another row, or the row's topic or time was changed"),
    (.unknownFormat, "the data is not encrypted, or in a format that the cipher does not know"),
  ])
  func `says why an item was not decrypted`(error: DecryptionError, sentence: String) throws {
    let item = SequencedItem.sample(IDGenerator.counting().next(), at: 3)
    let place = "Sequence \(item.sequenceID), position 3, topic “Sample.made”: "
    #expect(UnreadableItem(item, .notDecrypted(error)).description == "\(place)\(sentence).")
    #expect(
      UnreadableItem(item, .notDecompressed).description == "\(place)its data cannot be decompressed.")
  }
}
