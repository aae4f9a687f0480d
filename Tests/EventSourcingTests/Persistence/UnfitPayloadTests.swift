import EventSourcing
import Foundation
import Testing

@Suite("A payload that is not an enum of cases")
struct UnfitPayloadTests {
  /// Not an enum: a struct whose properties are coded by the compiler.
  private struct Form: EventPayload {
    static let storedName = "Form"
    var name: String
    enum CodingKeys: String, CodingKey, CaseIterable { case name }
  }

  /// An enum that is coded as a raw value.
  private enum Mark: String, EventPayload {
    static let storedName = "Mark"
    case good
    enum CodingKeys: String, CodingKey, CaseIterable { case good }
  }

  /// A type that codes itself by hand, in a list.
  private struct Tuple: EventPayload {
    static let storedName = "Tuple"
    enum CodingKeys: String, CodingKey, CaseIterable { case first }

    init() {}

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      _ = try list.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(1)
    }
  }

  private func expectRefused<Payload: EventPayload>(_ payload: Payload, topic: String, data: String) {
    let mapper = SequencedItemMapper<DomainEvent<Payload>>()
    let error = #expect(throws: (any Error).self) { try mapper.item(storing: payload) }
    #expect(
      error.map { "\($0)" } == "A payload must be an enum of cases whose coding is left to the compiler.")
    #expect(throws: UnreadableItem.self) {
      try mapper.event(from: .sample(IDGenerator.counting().next(), at: 0, topic: topic, data: data))
    }
  }

  /// A type that takes whatever else a decoder or an encoder offers.
  private struct Prober: EventPayload {
    static let storedName = "Prober"
    enum CodingKeys: String, CodingKey, CaseIterable { case here, there }

    init() {}

    init(from decoder: any Decoder) throws {
      let cases = try decoder.container(keyedBy: CodingKeys.self)
      #expect(cases.allKeys == [.here] && cases.contains(.here) && !cases.contains(.there))
      #expect(decoder.codingPath.isEmpty && cases.codingPath.isEmpty && decoder.userInfo.isEmpty)
      #expect(throws: (any Error).self) { try cases.decodeNil(forKey: .here) }
      #expect(throws: (any Error).self) { try cases.decode(String.self, forKey: .here) }
      #expect(throws: (any Error).self) { try cases.nestedUnkeyedContainer(forKey: .here) }
      #expect(throws: (any Error).self) { try cases.superDecoder() }
      #expect(throws: (any Error).self) { try cases.superDecoder(forKey: .here) }
      #expect(throws: (any Error).self) { try decoder.singleValueContainer() }
      _ = try decoder.unkeyedContainer()
    }

    func encode(to encoder: any Encoder) throws {
      var cases = encoder.container(keyedBy: CodingKeys.self)
      #expect(encoder.codingPath.isEmpty && cases.codingPath.isEmpty && encoder.userInfo.isEmpty)
      #expect(throws: (any Error).self) { try cases.encodeNil(forKey: .here) }
      #expect(throws: (any Error).self) { try cases.encode("secret", forKey: .here) }
      var inSuper = cases.superEncoder().container(keyedBy: CodingKeys.self)
      #expect(throws: (any Error).self) { try inSuper.encode(1, forKey: .here) }
      var inNamedSuper = cases.superEncoder(forKey: .here).container(keyedBy: CodingKeys.self)
      #expect(throws: (any Error).self) { try inNamedSuper.encode(1, forKey: .here) }
      var list = cases.nestedUnkeyedContainer(forKey: .here)
      try list.encode(1)
    }
  }

  @Test func `such as a struct is refused with a sentence that says so`() {
    expectRefused(Form(name: "x"), topic: "Form.name", data: #"{"name":"x"}"#)
  }

  @Test func `such as an enum with raw values is refused with a sentence that says so`() {
    expectRefused(Mark.good, topic: "Mark.good", data: #""good""#)
  }

  @Test func `such as a list is refused with a sentence that says so`() {
    expectRefused(Tuple(), topic: "Tuple.first", data: "[1]")
  }

  @Test func `such as one that is coded by hand in any other way is refused with a sentence that says so`() {
    expectRefused(Prober(), topic: "Prober.here", data: "[1]")
  }
}

@Suite("A payload that is coded by hand as the compiler would")
struct HandCodedPayloadTests {
  private enum Knot: EventPayload, Equatable {
    static let storedName = "Knot"
    case tied(String)
    enum CodingKeys: String, CodingKey, CaseIterable { case tied }
    enum TiedCodingKeys: String, CodingKey { case name }

    init(from decoder: any Decoder) throws {
      let cases = try decoder.container(keyedBy: CodingKeys.self)
      let values = try cases.nestedContainer(keyedBy: TiedCodingKeys.self, forKey: .tied)
      self = .tied(try values.decode(String.self, forKey: .name).lowercased())
    }

    func encode(to encoder: any Encoder) throws {
      let name =
        switch self {
        case .tied(let name): name
        }
      var cases = encoder.container(keyedBy: CodingKeys.self)
      var values = cases.nestedContainer(keyedBy: TiedCodingKeys.self, forKey: .tied)
      try values.encode(name.uppercased(), forKey: .name)
    }
  }

  @Test func `is stored and read`() throws {
    let mapper = SequencedItemMapper<DomainEvent<Knot>>()
    let item = try mapper.item(storing: .tied("reef"))
    #expect(item.topic == "Knot.tied" && item.text == #"{"name":"REEF"}"#)
    #expect(try mapper.event(from: item).payload == .tied("reef"))
  }
}
