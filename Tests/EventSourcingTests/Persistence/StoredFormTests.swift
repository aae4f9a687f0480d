import EventSourcing
import Foundation
import Testing

@Suite("The stored form of an event")
struct StoredFormTests {
  let mapper = SequencedItemMapper<DomainEvent<Parcel>>()

  /// One payload of each kind, and the topic and JSON that it must be stored as for ever.
  static let forms: [(payload: Parcel, topic: String, text: String)] = [
    (
      .posted(sender: "Ada", to: Parcel.Address(street: "St James's Sq. 12", city: "London")), "Parcel.posted",
      #"{"sender":"Ada","to":{"city":"London","street":"St James's Sq. 12"}}"#
    ),
    (.weighed(12, 0.5), "Parcel.weighed", #"{"_0":12,"_1":0.5}"#),
    (.insured(value: 3, note: "a/b"), "Parcel.insured", #"{"note":"a/b","value":3}"#),
    (.insured(value: nil, note: nil), "Parcel.insured", "{}"),
    (
      .delivered(
        on: Date(timeIntervalSinceReferenceDate: 789_012_345.25),
        receipt: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))), "Parcel.delivered",
      #"{"on":789012345.25,"receipt":"01020304-0506-0708-090A-0B0C0D0E0F10"}"#
    ),
    (.sped(.fast), "Parcel.sped", #"{"_0":"fast"}"#),
    (.scanned(bytes: Data([0, 255, 16])), "Parcel.scanned", #"{"bytes":"AP8Q"}"#),
    (.lost, "Parcel.lost", "{}"),
    (.labelled(text: ""), "Parcel.labelled", #"{"text":""}"#),
    (.labelled(text: #"say "hi" \ to it"#), "Parcel.labelled", #"{"text":"say \"hi\" \\ to it"}"#),
    (.labelled(text: "one\ntwo\r\n\tthree"), "Parcel.labelled", #"{"text":"one\ntwo\r\n\tthree"}"#),
    (.labelled(text: "🛳️ e\u{301} ü"), "Parcel.labelled", "{\"text\":\"🛳️ e\u{301} ü\"}"),
    (.labelled(text: "a\0b"), "Parcel.labelled", #"{"text":"a\u0000b"}"#),
    (.counted(pieces: ["b": 2, "a": 1]), "Parcel.counted", #"{"pieces":{"a":1,"b":2}}"#),
  ]

  @Test(arguments: forms)
  func `is this topic and this text`(payload: Parcel, topic: String, text: String) throws {
    let item = try mapper.item(storing: payload)
    #expect(item.topic == topic)
    #expect(item.text == text)
  }

  @Test(arguments: forms)
  func `is read back as it was`(payload: Parcel, topic: String, text: String) throws {
    let item = SequencedItem.sample(IDGenerator.counting().next(), at: 0, topic: topic, data: text)
    #expect(try mapper.event(from: item).payload == payload)
  }

  @Test func `keeps the composition of characters`() throws {
    let item = try mapper.item(storing: .labelled(text: "e\u{301}"))
    guard case .labelled(let text) = try mapper.event(from: item).payload else {
      Issue.record("another case was read")
      return
    }
    #expect(Array(text.utf8) == Array("e\u{301}".utf8))
  }

  @Test func `carries the entity's id, version and time beside the data`() throws {
    let id = IDGenerator.counting().next()
    let event = DomainEvent(entityID: id, entityVersion: 7, timestamp: .second(3), payload: Parcel.lost)
    let item = try mapper.item(from: event)
    #expect(item.sequenceID == id && item.position == 7 && item.timestamp == .second(3))
    #expect(try mapper.event(from: item) == event)
  }

  @Test func `of equal values is equal, byte for byte`() throws {
    let pieces = ["anchor": 1, "bell": 2, "chain": 3, "davit": 4, "ensign": 5]
    let first = try mapper.item(storing: .counted(pieces: pieces))
    for _ in 0..<20 {
      let again = Dictionary(uniqueKeysWithValues: pieces.shuffled())
      #expect(try mapper.item(storing: .counted(pieces: again)) == first)
    }
  }

  @Test func `is read with keys in another order, spaces, and keys too many`() throws {
    let data = #" { "value" : 3 , "unknown" : [ 1 ] , "note" : "x" } "#
    let item = SequencedItem.sample(IDGenerator.counting().next(), at: 0, topic: "Parcel.insured", data: data)
    #expect(try mapper.event(from: item).payload == .insured(value: 3, note: "x"))
  }

  @Test func `may be 16 MiB and more`() async throws {
    let id = IDGenerator.counting().next()
    let store = EventStore(of: Parcel.self, in: InMemoryRecorder())
    let text = String(repeating: "0123456789abcde\n", count: 1 << 20)
    let event = DomainEvent(
      entityID: id, entityVersion: 0, timestamp: .second(0), payload: Parcel.labelled(text: text))
    try await store.append(event)
    let read = try await store.event(of: id, at: 0)
    #expect(read == event, "16 MiB came back changed")
  }
}
