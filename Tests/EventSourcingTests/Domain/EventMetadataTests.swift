import EventSourcing
import Foundation
import Testing

@Suite("Event metadata", .ownEventBusForAModel)
struct EventMetadataTests {
  private let id = IDGenerator.counting().next()

  @Test func `is taken by the events that are made in its scope, the inner over the outer`() async throws {
    let heard = Notes<EventMetadata>()
    EventBus.current.subscribe(to: Account.Event.self) { events in events.forEach { heard.add($0.metadata) } }
    try await EventMetadata.with(["user": "ada", "tenant": "one"]) {
      var account = try await Account.open(id: id)
      try await EventMetadata.with(["user": "bob"]) { try await account.deposit(1) }
    }
    #expect(heard.all == [["user": "ada", "tenant": "one"], ["user": "bob", "tenant": "one"]])
    #expect(EventMetadata.current.isEmpty)
  }

  @Test func `comes back from a store as it was`() async throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    let metadata: EventMetadata = ["z": "last", "a": "\"quoted\" / 🦉\n"]
    let event = DomainEvent(
      entityID: id, entityVersion: 0, timestamp: .second(0), payload: Account.Event.closed, metadata: metadata)
    try await store.append(event)
    #expect(try await store.recorder.items(of: id)[0].metadata == #"{"a":"\"quoted\" / 🦉\n","z":"last"}"#)
    #expect(try await store.events(of: id) == [event])
  }

  @Test(arguments: [
    ["b": "2", "a": "1"], ["caf\u{E9}": "1", "cafe\u{301}s": "2"], ["": ""], ["a/b": "</script>"],
    ["nul": "\u{0}", "bell": "\u{7}", "delete": "\u{7F}", "line": "\u{2028}"], ["e\u{301}": "e\u{301}"],
  ])
  func `is stored as JSON with its names in order`(_ texts: [String: String]) async throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    let event = DomainEvent(
      entityID: id, entityVersion: 0, timestamp: .second(0), payload: Account.Event.closed,
      metadata: EventMetadata(texts))
    try await store.append(event)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let expected = String(decoding: try encoder.encode(texts), as: UTF8.self)
    let stored = try await store.recorder.items(of: id)[0].metadata
    #expect(stored.map { Array($0.utf8) } == Array(expected.utf8))
    #expect(try await store.events(of: id) == [event])
  }

  @Test(arguments: ["orders", "", "a/b/c", "Caf\u{E9} 🦉"])
  func `names a cause by its place, whatever the application is called`(application: String) {
    var metadata = EventMetadata()
    #expect(metadata.cause == nil)
    metadata.cause = EventCause(application: application, sequence: id, position: 7)
    metadata.correlation = "request 1"
    #expect(metadata.cause == EventCause(application: application, sequence: id, position: 7))
    #expect(metadata["cause"] == "\(id)/7/\(application)" && metadata["correlation"] == "request 1")
  }

  @Test(arguments: ["", "x/1/orders", "00000000-0000-4000-8000-000000000001/x/orders"])
  func `takes no other text for a cause`(text: String) {
    #expect(EventMetadata(["cause": text]).cause == nil)
  }

  @Test(arguments: ["", "no JSON", "[]", #"{"n":1}"#])
  func `that is no object of texts makes an item unreadable`(text: String) {
    let item = SequencedItem(
      sequenceID: id, position: 0, topic: "Account.closed", data: Data("{}".utf8), timestamp: .second(0), metadata: text
    )
    let error = #expect(throws: UnreadableItem.self) {
      try SequencedItemMapper<DomainEvent<Account.Event>>().event(from: item)
    }
    #expect(error?.problem == .unreadableMetadata)
  }
}
