import EventSourcing
import Foundation
import Testing

@Suite("An unreadable item")
struct UnreadableItemTests {
  let mapper = SequencedItemMapper<DomainEvent<Parcel>>()
  let id = IDGenerator.counting().next()

  private func failure(_ topic: String, _ data: Data) -> UnreadableItem? {
    let item = SequencedItem(sequenceID: id, position: 5, topic: topic, data: data, timestamp: .second(0))
    return #expect(throws: UnreadableItem.self) { try mapper.event(from: item) }
  }

  private func failure(_ topic: String, _ data: String) -> UnreadableItem? {
    failure(topic, Data(data.utf8))
  }

  @Test func `names the topic that nothing is stored under, the sequence and the position`() {
    let error = failure("Parcel.teleported", "{}")
    #expect(error?.problem == .unknownTopic)
    #expect(error?.sequenceID == id && error?.position == 5 && error?.topic == "Parcel.teleported")
    #expect(
      error?.description
        == "Sequence \(id), position 5, topic “Parcel.teleported”: no event of this type is stored under the topic. "
        + "Is the id another kind of entity's, or was a case removed?")
  }

  @Test(arguments: ["", "Parcel", "Parcel.", "lost", "Account.lost", "parcel.lost", "Parcel.lost ", "Parcel.Lost"])
  func `is one whose topic is not exactly a known one`(topic: String) {
    #expect(failure(topic, "{}")?.problem == .unknownTopic)
  }

  @Test(arguments: [
    Data(), Data([0xFF, 0xFE, 0x00]), Data("{".utf8), Data(#"{"text":"half"#.utf8), Data("not JSON".utf8),
    Data("[]".utf8), Data("null".utf8), Data(#""text""#.utf8), Data("{} {}".utf8),
  ])
  func `is one whose data is not a JSON object`(data: Data) {
    #expect(failure("Parcel.labelled", data)?.problem == .malformed(at: ""))
  }

  @Test func `names the key that is missing`() {
    let error = failure("Parcel.labelled", #"{"txt":"secret"}"#)
    #expect(error?.problem == .malformed(at: "text"))
    #expect(
      error?.description
        == "Sequence \(id), position 5, topic “Parcel.labelled”: its data does not have the event's shape at “text”.")
  }

  @Test func `names the key of a value of another type, and of one that is null`() {
    #expect(failure("Parcel.labelled", #"{"text":7}"#)?.problem == .malformed(at: "text"))
    #expect(failure("Parcel.labelled", #"{"text":null}"#)?.problem == .malformed(at: "text"))
    #expect(failure("Parcel.weighed", #"{"_0":1,"_1":"heavy"}"#)?.problem == .malformed(at: "_1"))
  }

  @Test func `names the way to a key inside a value`() {
    let error = failure("Parcel.posted", #"{"sender":"Ada","to":{"street":"x","city":[]}}"#)
    #expect(error?.problem == .malformed(at: "to.city"))
  }

  /// Data whose faulty value would stand in Foundation's own message.
  static let secrets: [(topic: String, data: String, place: String)] = [
    ("Parcel.sped", #"{"_0":"hunter2"}"#, "_0"),
    ("Parcel.priced", #"{"cents":90210}"#, ""),  // Foundation does not say where a number does not fit.
    ("Parcel.weighed", #"{"_0":90210.5,"_1":1}"#, ""),
    ("Parcel.delivered", #"{"on":0,"receipt":"hunter2"}"#, "receipt"),
    ("Parcel.scanned", #"{"bytes":"hunter2"}"#, "bytes"),
    ("Parcel.labelled", "hunter2", ""),
    ("Parcel.labelled", #"{"text":"hunter2" 90210}"#, ""),
    ("Parcel.counted", #"{"pieces":{"hunter2":"90210"}}"#, "pieces.*"),
  ]

  @Test(arguments: secrets)
  func `never shows a stored value`(topic: String, data: String, place: String) {
    let error = failure(topic, data)
    #expect(error?.problem == .malformed(at: place))
    let shown = error.map { "\($0) \(String(reflecting: $0)) \($0.localizedDescription)" } ?? ""
    #expect(!shown.contains("hunter2") && !shown.contains("90210"))
  }

  @Test func `is said to be protected, perhaps, only where it can be`() throws {
    let hint = "Was it written with a cipher or a compressor"
    #expect(failure("Parcel.labelled", Data([0x78, 0x9C, 0xFF]))?.description.contains(hint) == true)
    for data in [#"{"cents":90210}"#, "[]", "null", ""] {
      #expect(failure("Parcel.priced", data)?.description.contains(hint) == false)
    }
    let protected = SequencedItemMapper<DomainEvent<Parcel>>(compressor: NoCompressor())
    let item = SequencedItem.sample(id, at: 0, topic: "Parcel.priced", data: "hunter2")
    let error = #expect(throws: UnreadableItem.self) { try protected.event(from: item) }
    #expect(error?.description.contains(hint) == false)
  }

  /// Leaves data as it is.
  private struct NoCompressor: Compressor {
    func compress(_ data: Data) -> Data { data }
    func decompress(_ data: Data) -> Data { data }
  }

  @Test func `does not say where in a list`() {
    struct Shape: Decodable { let list: [Int] }
    let item = SequencedItem.sample(id, at: 0, data: #"{"list":[1,"hunter2"]}"#)
    let error = #expect(throws: UnreadableItem.self) { try mapper.values(Shape.self, from: item) }
    #expect(error?.problem == .malformed(at: "list.*"))
  }

  @Test func `stops the read of a sequence`() async throws {
    let recorder = InMemoryRecorder()
    try await recorder.append([
      .sample(id, at: 0, topic: "Parcel.lost"), .sample(id, at: 1, topic: "Parcel.found"),
      .sample(id, at: 2, topic: "Parcel.lost"),
    ])
    let error = await #expect(throws: UnreadableItem.self) {
      try await EventStore(of: Parcel.self, in: recorder).events(of: id)
    }
    #expect(error?.position == 1 && error?.problem == .unknownTopic)
  }

  @Test func `can still be looked at in a shape of one's own, whatever its topic`() throws {
    struct Shape: Decodable { let was: String }
    let item = SequencedItem.sample(id, at: 0, topic: "Gone.long", data: #"{"was":"here"}"#)
    #expect(try mapper.values(Shape.self, from: item).was == "here")
  }
}
