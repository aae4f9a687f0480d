import EventSourcing
import EventSourcingCrypto
import Foundation
import Testing

@Suite("A mapper with a cipher")
struct EncryptedMapperTests {
  private let key: AESKey
  private let mapper: SequencedItemMapper<DomainEvent<Example>>
  private let event = DomainEvent(
    entityID: UUID(), entityVersion: 3, timestamp: Timestamp(microseconds: 1_000_000),
    payload: Example.created(name: "Ludwig van Beethoven"))

  init() throws {
    key = try AESKey.random()
    mapper = SequencedItemMapper(cipher: try AESCipher(key: key))
  }

  @Test func `stores no plaintext, and reads it back`() throws {
    let item = try mapper.item(from: event)
    #expect(item.data.range(of: Data("Beethoven".utf8)) == nil)
    #expect(item.data.range(of: Data("name".utf8)) == nil)
    let read = try mapper.event(from: item)
    #expect(read.entityID == event.entityID)
    #expect(read.entityVersion == event.entityVersion)
    #expect(read.timestamp == event.timestamp)
    guard case .created(name: "Ludwig van Beethoven") = read.payload else {
      Issue.record("another payload: \(read.payload)")
      return
    }
  }

  @Test func `refuses an item whose sequence, position, topic or time was changed`() throws {
    let item = try mapper.item(from: event)
    let moved = [
      item.changed(sequenceID: UUID()), item.changed(position: 4), item.changed(topic: "Example.renamed"),
      item.changed(timestamp: Timestamp(microseconds: 1_000_001)),
    ]
    for item in moved {
      #expect(throws: UnreadableItem(item, .notDecrypted(.misplaced))) { try mapper.event(from: item) }
    }
    #expect(throws: Never.self) { try mapper.event(from: item.changed()) }
  }

  @Test func `refuses an item whose data was changed`() throws {
    let item = try mapper.item(from: event)
    let damaged = item.changed(data: item.data.flipping(bit: item.data.count * 8 - 1))
    #expect(throws: UnreadableItem(damaged, .notDecrypted(.tampered))) { try mapper.event(from: damaged) }
  }

  @Test func `refuses an item that was not encrypted`() throws {
    let item = try SequencedItemMapper<DomainEvent<Example>>().item(from: event)
    #expect(throws: UnreadableItem(item, .notDecrypted(.unknownFormat))) { try mapper.event(from: item) }
  }

  @Test func `names the key that an item would need`() throws {
    let item = try mapper.item(from: event)
    let other = SequencedItemMapper<DomainEvent<Example>>(cipher: try AESCipher(key: .random()))
    #expect(throws: UnreadableItem(item, .notDecrypted(.unknownKey(keyID: key.id)))) { try other.event(from: item) }
  }

  @Test func `compresses before it encrypts`() throws {
    let name = String(repeating: "la ", count: 1_000)
    let song = DomainEvent(
      entityID: UUID(), entityVersion: 0, timestamp: event.timestamp, payload: Example.created(name: name))
    let both = SequencedItemMapper<DomainEvent<Example>>(
      compressor: ZlibCompressor(), cipher: try AESCipher(key: key))
    let item = try both.item(from: song)
    #expect(item.data.count < 150)
    #expect(try mapper.item(from: song).data.count > 3_000)
    guard case .created(name: name) = try both.event(from: item).payload else {
      Issue.record("another payload")
      return
    }
  }

  @Test func `says that data cannot be decompressed where it decrypts but was not compressed`() throws {
    let both = SequencedItemMapper<DomainEvent<Example>>(
      compressor: ZlibCompressor(), cipher: try AESCipher(key: key))
    let item = try mapper.item(from: event)
    #expect(throws: UnreadableItem(item, .notDecompressed)) { try both.event(from: item) }
  }

  @Test func `encrypts the events of one type, and leaves another's in the same recorder readable`() async throws {
    let recorder = InMemoryRecorder()
    let secrets = EventStore(recorder: recorder, mapper: mapper)
    let news = EventStore(of: Public.self, in: recorder)
    let announcement = DomainEvent(
      entityID: UUID(), entityVersion: 0, timestamp: .now, payload: Public.announced(text: "Beethoven"))
    let secret = DomainEvent(
      entityID: UUID(), entityVersion: 0, timestamp: .now, payload: Example.created(name: "Beethoven"))
    try await secrets.append(secret)
    try await news.append(announcement)

    let stored = try await recorder.notifications(after: 0, limit: 10).map(\.item)
    #expect(stored.map { $0.data.range(of: Data("Beethoven".utf8)) != nil } == [false, true])
    let secretsRead = try await secrets.events(of: secret.entityID)
    let newsRead = try await news.events(of: announcement.entityID)
    guard case .created(name: "Beethoven") = secretsRead[0].payload,
      case .announced(text: "Beethoven") = newsRead[0].payload
    else {
      Issue.record("other payloads: \(secretsRead), \(newsRead)")
      return
    }
  }
}

extension SequencedItem {
  fileprivate func changed(
    sequenceID: UUID? = nil, position: Int? = nil, topic: String? = nil, data: Data? = nil,
    timestamp: Timestamp? = nil
  ) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID ?? self.sequenceID, position: position ?? self.position, topic: topic ?? self.topic,
      data: data ?? self.data, timestamp: timestamp ?? self.timestamp)
  }
}
