import EventSourcing
import Foundation
import ProcessSupport
import Testing

/// What is coded without Foundation's coders, held against them.
@Suite("Quick JSON")
struct QuickJSONTests {
  private func expectSameBytes(_ value: Everything, _ comment: Comment? = nil) throws {
    let own = try JSONCoding.own(encoding: value)
    #expect(
      String(decoding: own, as: UTF8.self)
        == String(decoding: try JSONCoding.foundations(encoding: value), as: UTF8.self), comment)
    #expect(try JSONCoding.own(Everything.self, from: own) == value, comment)
  }

  @Test func `writes the bytes that JSONEncoder writes, and reads them back`() throws {
    var random = SeededGenerator(seed: 20)
    for round in 0..<2_000 {
      try expectSameBytes(.random(using: &random), "round \(round)")
    }
  }

  @Test(arguments: [
    "", "é", "😀", "/", "\"", "\\", "\n", "\u{0}", "\u{1f}", "\u{7f}", "\u{2028}", "e\u{301}", "a\tb", "{}", "null",
    "ä\\",
  ])
  func `writes any text as JSONEncoder does`(text: String) throws {
    try expectSameBytes(Everything(text: text, kind: .plain, nested: [text]))
    try expectSameBytes(Everything(text: text, kind: .odd))
  }

  @Test(arguments: [
    #"{"n":0}"#, #"{"n":-0}"#, #"{"n":01}"#, #"{"n":1.0}"#, #"{"n":1e2}"#, #"{"n":-}"#, #"{"n":}"#,
    #"{"n":9223372036854775807}"#,
    #"{"n":9223372036854775808}"#, #"{"n":-9223372036854775808}"#, #"{"n":123456789012345678}"#,
    #"{"n":1234567890123456789}"#,
    #"{"n":1,"n":2}"#, #"{"n":1,"m":2}"#, #" {"n":1}"#, #"{"n":1} "#, #"{"n" : 1}"#, #"{"n":1,}"#, #"{"n":1}x"#,
    #"{"n":1"#, #"{n:1}"#,
    #"{}"#, "", "{", #"[1]"#, "1", #"{"n":null}"#, #"{"n":"1"}"#, #"{"n":true}"#, #"{"n":1,"m":[1]}"#,
    #"{"n":1,"m":{"n":2}}"#,
    #"{"\u006e":1}"#, "{\"n\":1,\"m\":\"a\nb\"}", #"{"n":tru}"#, #"{"n":1,"m":nul}"#, "{\"n\":1}\u{0}",
    "\u{feff}{\"n\":1}",
  ])
  func `reads what JSONDecoder reads, and refuses what it refuses`(text: String) throws {
    for type in [
      Field<Int>.self, Field<UInt8>.self, Field<Double>.self, Field<Float>.self, Field<Bool>.self,
      Field<String>.self, Field<Int?>.self, Field<Date>.self,
    ] as [any (Codable & Equatable).Type] {
      try JSONCoding.expectSame(type, from: text)
    }
  }

  @Test func `refuses bytes that are not UTF-8`() {
    #expect(throws: DecodingError.self) {
      try JSONCoding.own(Field<String>.self, from: Data(#"{"n":""#.utf8) + [0xC3, 0x28] + Data(#""}"#.utf8))
    }
  }

  @Test func `a value that tries one shape and then another gets the one that JSONDecoder would give it`() throws {
    let data = Data(#"{"place":"https://example.org/"}"#.utf8)
    #expect(try JSONCoding.own(Undecided.self, from: data).isURL)
    #expect(try JSONCoding.foundations(Undecided.self, from: data).isURL)
  }

  @Test func `a value that drops what cannot be written writes what JSONEncoder would`() throws {
    let own = try JSONCoding.own(encoding: Undecided(isURL: true))
    #expect(own == (try JSONCoding.foundations(encoding: Undecided(isURL: true))))
  }

  @Test(arguments: [
    ["e\u{301}": 1, "f": 2], ["\u{e9}": 1, "f": 2], ["\u{212b}": 1, "\u{c5}b": 2, "A": 3],
    ["B": 1, "a": 2, "a10": 3, "a2": 4],
    ["": 1, "\"": 2],
  ])
  func `puts keys in the order in which JSONEncoder puts them`(fields: [String: Int]) throws {
    let own = try JSONCoding.own(encoding: fields)
    #expect(own == (try JSONCoding.foundations(encoding: fields)))
    #expect(try JSONCoding.own([String: Int].self, from: own) == fields)
  }

  @Test func `a value that asks where it stands is told`() throws {
    let own = try JSONCoding.own(encoding: Field(Whereabouts()))
    #expect(String(decoding: own, as: UTF8.self) == #"{"n":"n"}"#)
    let found = try JSONCoding.own(Field<Whereabouts>.self, from: own)
    #expect(found.n.place == "n")
  }

  @Test(arguments: [5, .max, .min] as [Int128])
  func `numbers of 128 bits are written and read, whatever becomes of an error`(number: Int128) throws {
    let own = try JSONCoding.own(encoding: Field(Wide(number: number)))
    #expect(own == (try JSONCoding.foundations(encoding: Field(number))))
    #expect(try JSONCoding.own(Field<Wide>.self, from: own).n.number == number)
  }

  @Test func `a value that writes nothing at all is refused`() {
    #expect(throws: EncodingError.self) { try JSONCoding.own(encoding: Silent()) }
  }

  @Test func `forty fields are read as well`() throws {
    let fields = Dictionary(uniqueKeysWithValues: (0..<40).map { ("field\($0)", $0) })
    let data = try JSONCoding.own(encoding: fields)
    #expect(data == (try JSONCoding.foundations(encoding: fields)))
    #expect(try JSONCoding.own([String: Int].self, from: data) == fields)
  }
}

/// A value that is the place where it stands.
private struct Whereabouts: Codable, Equatable {
  var place = ""

  init() {}

  init(from decoder: any Decoder) throws {
    _ = try decoder.singleValueContainer().decode(String.self)
    place = decoder.codingPath.map(\.stringValue).joined()
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(encoder.codingPath.map(\.stringValue).joined())
  }
}

/// Hides the error of a coder that does not know such large numbers.
private struct Wide: Codable, Equatable {
  var number: Int128?

  init(number: Int128) {
    self.number = number
  }

  init(from decoder: any Decoder) throws {
    number = try? decoder.singleValueContainer().decode(Int128.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number, (try? container.encode(number)) == nil { try container.encodeNil() }
  }
}

private struct Silent: Encodable {
  func encode(to encoder: any Encoder) {}
}

/// Takes what is a URL for one, and keeps any other text.
private struct Undecided: Codable {
  enum CodingKeys: CodingKey { case place, fraction }

  var isURL: Bool

  init(isURL: Bool) {
    self.isURL = isURL
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    isURL = (try? container.decode(URL.self, forKey: .place)) != nil
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try? container.encode(URL(string: "https://example.org/"), forKey: .place)
    try? container.encode(1.5, forKey: .fraction)
  }
}

/// A value of every type that events are made of, and some that only Foundation's coders can do.
private struct Everything: Codable, Equatable {
  enum Kind: String, Codable, CaseIterable { case plain, odd = "so \"odd\"" }

  var text = ""
  var maybe: String?
  var number = 0
  var small: Int8 = 0
  var unsigned: UInt64 = 0
  var flag = false
  var id = UUID()
  var kind = Kind.plain
  var fraction: Double?
  var time: Date?
  var data: Data?
  var link: URL?
  var price: Decimal?
  var nested: [String]?
  var table: [String: Int]?

  static func random(using random: inout SeededGenerator) -> Everything {
    func sometimes<Value>(_ value: Value) -> Value? { Int.random(in: 0..<12, using: &random) == 0 ? value : nil }
    let letters = Array("aä😀 /b\u{7f}zZ0") + (Int.random(in: 0..<4, using: &random) == 0 ? Array("\"\\\n\u{1b}") : [])
    let text = String(
      (0..<Int.random(in: 0..<30, using: &random)).map { _ in letters[.random(in: 0..<letters.count, using: &random)] })
    return Everything(
      text: text, maybe: Bool.random(using: &random) ? text : nil, number: .random(in: .min ... .max, using: &random),
      small: .random(in: .min ... .max, using: &random), unsigned: sometimes(.max) ?? 7,
      flag: .random(using: &random), kind: sometimes(.odd) ?? .plain,
      fraction: Bool.random(using: &random) ? .random(in: -1e6...1e6, using: &random) : nil,
      time: Bool.random(using: &random)
        ? Date(timeIntervalSinceReferenceDate: .random(in: -1e9...1e9, using: &random)) : nil,
      data: sometimes(Data([1, 2])),
      link: sometimes(URL(filePath: "/a b")), price: sometimes(Decimal(1230) / 100), nested: sometimes([text]),
      table: sometimes(["b": 1, "a": 2]))
  }
}
