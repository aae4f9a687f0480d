import EventSourcing
import Foundation
import Testing

@Suite("An event that cannot be stored")
struct UnstorableEventTests {
  let mapper = SequencedItemMapper<DomainEvent<Reading>>()

  private func failure(_ reading: Reading) -> UnstorableEvent? {
    #expect(throws: UnstorableEvent.self) { try mapper.item(storing: reading) }
  }

  @Test func `is one with a decimal that is not a number, wherever it stands`() {
    #expect(failure(.paid(.nan, note: "hunter2"))?.problem == .notReadAgain(at: ""))
    #expect(failure(.listed([1, .nan, 2]))?.problem == .notReadAgain(at: ""))
  }

  @Test func `is one with a number that JSON has no form for, and the error says where`() {
    let error = failure(.measured(.infinity, at: "hunter2"))
    #expect(error?.problem == .notEncoded(at: "_0"))
    #expect(error?.topic == "Reading.measured" && error?.position == 0)
    #expect(
      error?.description
        == "Sequence \(IDGenerator.counting().next()), position 0, topic “Reading.measured”: "
        + "its value at “_0” has no stored form. Nothing was stored.")
    #expect(failure(.keyed(["hunter2": .nan]))?.problem == .notEncoded(at: "_0.*"))
  }

  @Test func `is one with more levels than can be read`() throws {
    #expect(failure(.nested(Nest(depth: 600)))?.problem == .notEncoded(at: ""))
    let deep = Reading.nested(Nest(depth: 400))
    #expect(try mapper.event(from: mapper.item(storing: deep)).payload == deep)
  }

  @Test func `is one whose type does not read what it writes`() throws {
    #expect(failure(.shared(Percent(101)))?.problem == .notReadAgain(at: "_0"))
    #expect(try mapper.event(from: mapper.item(storing: .shared(Percent(100)))).payload == .shared(Percent(100)))
  }

  @Test func `is one that its payload does not read, which codes one half by hand`() throws {
    let mapper = SequencedItemMapper<DomainEvent<Refund>>()
    #expect(throws: UnstorableEvent.self) { try mapper.item(storing: .paid(cents: -5)) }
    #expect(try mapper.event(from: mapper.item(storing: .paid(cents: 5))).payload == .paid(cents: 5))
    #expect(throws: UnstorableEvent.self) {
      try SequencedItemMapper<DomainEvent<Weighing>>().item(storing: .weighed(grams: 5))
    }
  }

  @Test(arguments: [
    Reading.paid(.nan, note: "hunter2"), .measured(.infinity, at: "hunter2"), .keyed(["hunter2": .nan]),
    .shared(Percent(90_210)), .locked(Lock(code: "hunter2")),
  ])
  func `never shows a value`(reading: Reading) {
    let error = failure(reading)
    let shown = error.map { "\($0) \(String(reflecting: $0)) \($0.localizedDescription)" } ?? ""
    #expect(!shown.contains("hunter2") && !shown.contains("90210"))
  }

  @Test func `is not stored, and neither is what comes with it`() async throws {
    let recorder = InMemoryRecorder()
    let store = EventStore(of: Reading.self, in: recorder)
    let id = IDGenerator.counting().next()
    let events = [Reading.paid(1, note: "x"), .paid(.nan, note: "x")].enumerated().map { version, reading in
      DomainEvent(entityID: id, entityVersion: version, timestamp: .second(version), payload: reading)
    }
    let error = await #expect(throws: UnstorableEvent.self) { try await store.append(events) }
    #expect(error?.position == 1)
    #expect(try await recorder.items(of: id).isEmpty)
  }
}

/// Payloads of which some have no stored form.
enum Reading: EventPayload, Equatable {
  static let storedName = "Reading"

  case paid(Decimal, note: String)
  case listed([Decimal])
  case measured(Double, at: String)
  case keyed([String: Double])
  case nested(Nest)
  case shared(Percent)
  case locked(Lock)

  enum CodingKeys: String, CodingKey, CaseIterable { case paid, listed, measured, keyed, nested, shared, locked }
}

/// Reads less than it writes.
private enum Refund: EventPayload, Equatable {
  case paid(cents: Int)

  static let storedName = "Refund"
  enum CodingKeys: String, CodingKey, CaseIterable { case paid }
  enum PaidCodingKeys: String, CodingKey { case cents }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
      .nestedContainer(keyedBy: PaidCodingKeys.self, forKey: .paid)
    let cents = try values.decode(Int.self, forKey: .cents)
    guard cents > 0 else {
      throw DecodingError.dataCorruptedError(forKey: .cents, in: values, debugDescription: "none is paid")
    }
    self = .paid(cents: cents)
  }
}

/// Writes a text, and reads a number.
private enum Weighing: EventPayload {
  case weighed(grams: Int)

  static let storedName = "Weighing"
  enum CodingKeys: String, CodingKey, CaseIterable { case weighed }
  enum WeighedCodingKeys: String, CodingKey { case grams }

  func encode(to encoder: any Encoder) throws {
    var cases = encoder.container(keyedBy: CodingKeys.self)
    var values = cases.nestedContainer(keyedBy: WeighedCodingKeys.self, forKey: .weighed)
    if case .weighed(let grams) = self { try values.encode("\(grams)", forKey: .grams) }
  }
}

/// A value in so many lists.
indirect enum Nest: Codable, Equatable, Sendable {
  case core
  case shell(Nest)

  init(depth: Int) {
    self = (0..<depth).reduce(.core) { nest, _ in .shell(nest) }
  }

  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    self = list.isAtEnd ? .core : .shell(try list.decode(Nest.self))
  }

  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    if case .shell(let nest) = self { try list.encode(nest) }
  }
}

/// A type that writes more than it reads.
struct Percent: Codable, Equatable {
  let number: Int

  init(_ number: Int) {
    self.number = number
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    number = try container.decode(Int.self)
    if number > 100 {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(number) is too much")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

/// A type that refuses to be written, with an error that tells all.
struct Lock: Codable, Equatable {
  struct Shut: Error { let code: String }

  var code: String

  func encode(to encoder: any Encoder) throws {
    throw Shut(code: code)
  }
}
