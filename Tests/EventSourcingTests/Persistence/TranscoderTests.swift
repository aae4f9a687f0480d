import EventSourcing
import Foundation
import Testing

/// Property lists in place of JSON.
private struct PropertyListTranscoder: Transcoder {
  func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .xml
    return try encoder.encode(value, configuration: configuration)
  }

  func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value {
    try PropertyListDecoder().decode(type, from: data, configuration: configuration)
  }
}

/// Writes what it does not read.
private struct HalfTranscoder: Transcoder {
  func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value, configuration: configuration)
  }

  func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value {
    try JSONDecoder().decode(type, from: data, configuration: configuration)
  }
}

@Suite("A transcoder that replaces the one for JSON")
struct TranscoderTests {
  private let mapper = SequencedItemMapper<DomainEvent<Parcel>>(transcoder: PropertyListTranscoder())
  private let id = IDGenerator.counting().next()

  @Test(arguments: [
    Parcel.posted(sender: "Ada <&> 🛳️", to: Parcel.Address(street: "a", city: "b")), .weighed(12, 0.5),
    .insured(value: nil, note: "x"), .scanned(bytes: Data([0, 255])), .sped(.slow), .counted(pieces: ["a": 1]), .lost,
  ])
  func `round-trips each kind of case`(payload: Parcel) throws {
    let item = try mapper.item(storing: payload)
    #expect(item.text.contains("<plist"))
    #expect(try mapper.event(from: item).payload == payload)
  }

  @Test func `changes the data and not the topic`() throws {
    #expect(try mapper.item(storing: .lost).topic == "Parcel.lost")
  }

  @Test func `does not read the other's data`() throws {
    let item = try SequencedItemMapper<DomainEvent<Parcel>>().item(storing: .labelled(text: "x"))
    #expect(throws: UnreadableItem(item, .malformed(at: ""))) { try mapper.event(from: item) }
  }

  @Test func `is the one that upcasting steps use`() throws {
    struct Old: Codable, Equatable { let title: String }
    let transcoder = PropertyListTranscoder()
    let mapper = SequencedItemMapper<DomainEvent<Bell>>(transcoder: transcoder)
    let old = try SequencedItemMapper<DomainEvent<OldBell>>(transcoder: transcoder).item(storing: .rung(times: 3))
    #expect(old.topic == "Bell.rung")
    #expect(try mapper.event(from: old).payload == .rung(count: 3))
  }

  @Test func `reads values in a shape of one's own`() throws {
    struct Shape: Decodable, Equatable { let text: String }
    let item = try mapper.item(storing: .labelled(text: "x"))
    #expect(try mapper.values(Shape.self, from: item) == Shape(text: "x"))
  }

  @Test func `writes nothing that it does not read`() throws {
    let mapper = SequencedItemMapper<DomainEvent<Parcel>>(transcoder: HalfTranscoder())
    let error = #expect(throws: UnstorableEvent.self) { try mapper.item(storing: .weighed(1, .infinity)) }
    #expect(error?.problem == .notReadAgain(at: "_1"))
    #expect(try mapper.event(from: mapper.item(storing: .weighed(1, 2))).payload == .weighed(1, 2))
  }
}

private enum OldBell: EventPayload {
  static let storedName = "Bell"
  case rung(times: Int)
  enum CodingKeys: String, CodingKey, CaseIterable { case rung }
}

private enum Bell: EventPayload, Equatable {
  static let storedName = "Bell"
  case rung(count: Int)
  enum CodingKeys: String, CodingKey, CaseIterable { case rung }

  struct RungV1: Codable { let times: Int }
  struct RungV2: Codable { let count: Int }
  static let upcasts: [CodingKeys: [Upcast]] = [
    .rung: [Upcast(from: RungV1.self) { RungV2(count: $0.times) }]
  ]
}
