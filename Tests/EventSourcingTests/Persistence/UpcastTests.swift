import EventSourcing
import Foundation
import Testing

/// A payload whose case `renamed` is in its third stored shape.
private enum Port: EventPayload, Equatable {
  static let storedName = "Port"

  case renamed(name: String, language: String, length: Int)
  case closed

  enum CodingKeys: String, CodingKey, CaseIterable { case renamed, closed }

  struct RenamedV1: Codable { let title: String }
  struct RenamedV2: Codable { let title: String, language: String }
  struct RenamedV3: Codable { let name: String, language: String, length: Int }

  static let upcasts: [CodingKeys: [Upcast]] = [
    .renamed: [
      Upcast(from: RenamedV1.self) { RenamedV2(title: $0.title, language: "en") },
      Upcast(from: RenamedV2.self) { old in
        guard old.title != "unnameable" else { throw Refusal() }
        return RenamedV3(name: old.title + "!", language: old.language, length: old.title.count)
      },
    ]
  ]
}

@Suite("Upcasting")
struct UpcastTests {
  private let mapper = SequencedItemMapper<DomainEvent<Port>>()
  private let id = IDGenerator.counting().next()

  private func read(_ topic: String, _ data: String) throws -> Port {
    try mapper.event(from: .sample(id, at: 4, topic: topic, data: data)).payload
  }

  @Test func `stores the newest shape, with its version in the topic`() throws {
    let item = try mapper.item(storing: .renamed(name: "Hull", language: "en", length: 4))
    #expect(item.topic == "Port.renamed@3")
    #expect(item.text == #"{"language":"en","length":4,"name":"Hull"}"#)
    #expect(try mapper.event(from: item).payload == .renamed(name: "Hull", language: "en", length: 4))
  }

  @Test func `leaves a case without steps at its bare topic`() throws {
    #expect(try mapper.item(storing: .closed).topic == "Port.closed")
  }

  @Test func `brings the first shape through each step, oldest first`() throws {
    #expect(try read("Port.renamed", #"{"title":"Hull"}"#) == .renamed(name: "Hull!", language: "en", length: 4))
  }

  @Test func `brings the second shape through the last step only`() throws {
    let data = #"{"title":"Brest","language":"fr"}"#
    #expect(try read("Port.renamed@2", data) == .renamed(name: "Brest!", language: "fr", length: 5))
  }

  @Test func `reads all shapes from one sequence`() async throws {
    let recorder = InMemoryRecorder()
    try await recorder.append([
      .sample(id, at: 0, topic: "Port.renamed", data: #"{"title":"a"}"#),
      .sample(id, at: 1, topic: "Port.renamed@2", data: #"{"title":"b","language":"fr"}"#),
      .sample(id, at: 2, topic: "Port.renamed@3", data: #"{"name":"c","language":"de","length":9}"#),
      .sample(id, at: 3, topic: "Port.closed"),
    ])
    let payloads = try await EventStore(of: Port.self, in: recorder).events(of: id).map(\.payload)
    #expect(
      payloads == [
        .renamed(name: "a!", language: "en", length: 1), .renamed(name: "b!", language: "fr", length: 1),
        .renamed(name: "c", language: "de", length: 9), .closed,
      ])
  }

  @Test func `knows the topics of all versions, oldest first`() {
    #expect(mapper.topics(of: .renamed) == ["Port.renamed", "Port.renamed@2", "Port.renamed@3"])
    #expect(mapper.topics(of: .closed) == ["Port.closed"])
  }

  @Test(arguments: [("Port.renamed@4", 3), ("Port.renamed@400", 3), ("Port.closed@2", 1)])
  func `refuses a version that newer code wrote, and says which is known`(topic: String, known: Int) throws {
    let error = #expect(throws: UnreadableItem.self) { try read(topic, "{}") }
    #expect(error?.problem == .newerVersion(known: known))
    #expect(error?.description.contains("version \(known) is the latest known here") == true)
  }

  @Test(arguments: ["Port.renamed@1", "Port.renamed@0", "Port.renamed@-1", "Port.renamed@", "Port.renamed@x", "Port@4"])
  func `does not know a version that nothing writes`(topic: String) {
    let error = #expect(throws: UnreadableItem.self) { try read(topic, "{}") }
    #expect(error?.problem == .unknownTopic)
  }

  @Test func `refuses an old shape that is damaged, and says where`() {
    let error = #expect(throws: UnreadableItem.self) { try read("Port.renamed", #"{"titel":"Hull"}"#) }
    #expect(error?.problem == .malformed(at: "title"))
  }

  @Test func `refuses an item whose step fails, naming the item`() {
    let error = #expect(throws: UnreadableItem.self) { try read("Port.renamed", #"{"title":"unnameable"}"#) }
    #expect(error?.position == 4 && error?.topic == "Port.renamed")
    #expect(error?.problem == .notUpcast(errorType: "Refusal"))
  }
}
