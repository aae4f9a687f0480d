import EventSourcing
import Foundation
import Testing

private enum Dotted: EventPayload {
  case c
  static let storedName = "A.b"
  enum CodingKeys: String, CodingKey, CaseIterable { case c }
}

private enum Plain: EventPayload {
  case done
  static let storedName = "A"
  enum CodingKeys: String, CodingKey, CaseIterable { case done = "b.c" }
}

private enum Wrapped<Value: Codable & Sendable>: EventPayload {
  case set(value: Value)
  static var storedName: String { "Wrapped" }
  enum CodingKeys: String, CodingKey, CaseIterable { case set }
}

private enum Composed: EventPayload, Equatable {
  case opened
  static let storedName = "Caf\u{e9}"
  enum CodingKeys: String, CodingKey, CaseIterable { case opened }
}

private enum Decomposed: EventPayload {
  case opened
  static let storedName = "Cafe\u{301}"
  enum CodingKeys: String, CodingKey, CaseIterable { case opened }
}

@Suite("A catalog of events")
struct EventCatalogTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()
  private let log = UUID()

  @Test func `protects what a mapper of one's own stores, unless that does so itself or is to be plain`() throws {
    typealias Mapper = SequencedItemMapper<DomainEvent<Composed>>
    func item(_ kind: EventKind) throws -> SequencedItem {
      let catalog = try EventCatalog(kind, protection: EventProtection(cipher: MarkingCipher()))
      return try catalog.mapper(of: Composed.self).item(storing: .opened)
    }
    #expect(try item(.events(of: Composed.self)).isMarked)
    #expect(try item(.events(by: Mapper(transcoder: JSONTranscoder(dates: .iso8601)))).isMarked)
    #expect(try item(.events(by: Mapper(), protection: .plain)).text == "{}")
    #expect(try item(.events(of: Composed.self, protection: .plain)).text == "{}")
    // A compressor of its own is what it has chosen.
    #expect(try item(.events(by: Mapper(compressor: MarkingCompressor()))).text == "z{}")
  }

  @Test func `refuses two payloads that could read each other's events`() {
    #expect(throws: AmbiguousKinds.self) { try EventCatalog(.events(of: Plain.self), .events(of: Dotted.self)) }
    #expect(throws: AmbiguousKinds.self) { try EventCatalog(.entries(of: Dotted.self), .events(of: Plain.self)) }
  }

  @Test func `refuses two names that are different in their bytes only`() {
    #expect(throws: AmbiguousKinds.self) { try EventCatalog(.events(of: Composed.self), .entries(of: Decomposed.self)) }
  }

  @Test func `reads no item whose name has other bytes, though its characters are the same`() throws {
    let mapper = try EventCatalog(.events(of: Composed.self)).mapper(of: Composed.self)
    let item = try SequencedItemMapper<DomainEvent<Decomposed>>().item(storing: .opened)
    let error = #expect(throws: UnreadableItem.self) { try mapper.event(from: item) }
    #expect(error?.problem == .unknownTopic)
    #expect(try mapper.event(from: mapper.item(storing: .opened)).payload == .opened)
  }

  @Test func `refuses a generic payload with one stored name for two of its types`() {
    let error = #expect(throws: AmbiguousKinds.self) {
      try EventCatalog(.events(of: Wrapped<Int>.self), .events(of: Wrapped<String>.self))
    }
    #expect(error?.storedNames == ["Wrapped", "Wrapped"])
  }

  @Test func `refuses a payload that is named twice`() {
    let error = #expect(throws: AmbiguousKinds.self) {
      try EventCatalog(.events(of: Account.Event.self), .events(of: Account.Event.self))
    }
    #expect(error?.description.contains("twice") == true)
  }

  @Test func `gives no mapper of a kind that it does not have`() throws {
    let catalog = try EventCatalog(.events(of: Account.Event.self))
    #expect(throws: KindNotInCatalog(storedName: "Voyage")) { try catalog.mapper(of: Voyage.Event.self) }
    #expect(throws: KindNotInCatalog(storedName: "Account")) { try catalog.mapper(ofEntries: Account.Event.self) }
  }

  @Test func `protects each kind as it says, or else as the catalog says`() throws {
    let catalog = try EventCatalog(
      .events(of: Account.Event.self), .events(of: Voyage.Event.self, protection: .plain),
      protection: EventProtection(cipher: ShiftingCipher()))
    let account = try catalog.mapper(of: Account.Event.self).item(storing: .closed)
    let voyage = try catalog.mapper(of: Voyage.Event.self).item(storing: .cancelled)
    #expect(account.text != "{}" && voyage.text == "{}")
    #expect(try (catalog.event(from: account) as? DomainEvent<Account.Event>)?.payload == .closed)
  }

  private func append() async throws {
    try await EventStore(of: Account.Event.self, in: recorder).append(Account.history(id, deposits: [5]))
    try await EventStore(entriesOf: LogEntry.self, in: recorder).append(.line(of: log, second: 3))
    try await recorder.append([.sample(UUID(), at: 0, topic: "Voyages.planned")])
    try await recorder.append([.sample(UUID(), at: 0, topic: "Voyage.planned", data: #"{"ship":"Beagle"}"#)])
  }

  @Test func `reads several kinds in the order in which they were recorded`() async throws {
    try await append()
    let catalog = try EventCatalog(
      .events(of: Account.Event.self), .events(of: Voyage.Event.self), .entries(of: LogEntry.self))
    let page = try await catalog.events(in: recorder, limit: 10, unknown: .passOver)
    #expect(page.entries.map(\.id) == [1, 2, 3, 5] && page.isAtEnd && page.readUpTo.id == 5)
    #expect(page.entries[2].event is TimestampedEvent<LogEntry>)
    #expect((page.entries[3].event as? DomainEvent<Voyage.Event>)?.payload == .planned(ship: "Beagle"))
    #expect(page.passedOver == ["Voyages.planned": 1])
  }

  @Test(arguments: [0, -1])
  func `reads nothing where nothing is allowed in the page`(limit: Int) async throws {
    try await append()
    let page = try await EventCatalog(.events(of: Account.Event.self)).events(in: recorder, after: 1, limit: limit)
    #expect(page.entries.isEmpty && page.passedOver.isEmpty && page.readUpTo.id == 1 && !page.isAtEnd)
  }

  @Test func `reads only the kinds or the cases that are wanted, and looks at no more rows than it may`() async throws {
    try await append()
    let catalog = try EventCatalog(.events(of: Account.Event.self), .events(of: Voyage.Event.self))
    let kinds = try await catalog.events(in: recorder, limit: 10, filter: .storedNames(["Voyage", "LogBook"]))
    #expect(kinds.entries.map(\.id) == [5] && kinds.isAtEnd && kinds.passedOver.isEmpty)
    let cases = try await catalog.events(in: recorder, limit: 10, filter: .cases([.deposited], of: Account.Event.self))
    #expect(cases.entries.map(\.id) == [2] && cases.readUpTo.id == 5)
    let bounded = try await catalog.events(in: recorder, limit: 10, filter: .storedNames(["Voyage"]), rows: 2)
    #expect(bounded.entries.isEmpty && bounded.readUpTo.id == 2 && !bounded.isAtEnd)
  }

  @Test func `stops at a kind that it does not have, unless it is told to pass it over`() async throws {
    try await append()
    let catalog = try EventCatalog(.events(of: Account.Event.self), .entries(of: LogEntry.self))
    let error = await #expect(throws: UnreadableItem.self) { try await catalog.events(in: recorder, limit: 10) }
    #expect(error?.topic == "Voyages.planned" && error?.problem == .unknownTopic)
  }

  @Test func `stops at an unknown case of a kind that it has, whatever it was told`() async throws {
    try await recorder.append([.sample(id, at: 0, topic: "Account.renamed")])
    let catalog = try EventCatalog(.events(of: Account.Event.self))
    let error = await #expect(throws: UnreadableItem.self) {
      try await catalog.events(in: recorder, limit: 10, unknown: .passOver)
    }
    #expect(error?.topic == "Account.renamed")
  }
}

/// A cipher for a test: it adds 1 to each byte.
private struct ShiftingCipher: Cipher {
  func encrypt(_ plaintext: Data, authenticating place: Data) -> Data { Data(plaintext.map { $0 &+ 1 }) }
  func decrypt(_ ciphertext: Data, authenticating place: Data) -> Data { Data(ciphertext.map { $0 &- 1 }) }
}
