import EventSourcing
import Foundation
import ProcessSupport
import Testing

@Suite("Quick JSON texts")
struct QuickJSONTextTests {
  private static let characters: [Unicode.Scalar] =
    (UInt8.min ... .max).map { Unicode.Scalar($0) } + ["\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFF}", "😀"]

  @Test(arguments: characters)
  func `each character is written as JSONEncoder does, and read back`(character: Unicode.Scalar) throws {
    for text in ["\(character)", "ä\(character)\(character)b"] {
      let fields = [text: text]
      let own = try JSONCoding.own(encoding: fields)
      #expect(own == (try JSONCoding.foundations(encoding: fields)))
      #expect(try JSONCoding.own([String: String].self, from: own) == fields)
    }
  }

  @Test func `a long text of nothing but control characters is written as JSONEncoder does`() throws {
    let field = Field(String(repeating: "\u{1}", count: 3_000))
    let own = try JSONCoding.own(encoding: field)
    #expect(own == (try JSONCoding.foundations(encoding: field)))
    #expect(try JSONCoding.own(Field<String>.self, from: own) == field)
  }

  @Test(arguments: [
    #"\""#, #"\\"#, #"\/"#, "/", #"\b\f\n\r\t"#, #"\u0000"#, #"\u001f"#, #"\u001F"#, #"\u0041"#, #"\u00e9"#, #"\u2028"#,
    #"\uD83D\uDE00"#, #"\ud83d\ude00"#, #"\uD83D"#, #"\uDE00"#, #"\uDE00\uD83D"#, #"\uD83Dx"#, #"\uD83D\n"#, #"\uFFFF"#,
    #"\u"#, #"\u1"#, #"\u12"#, #"\u001"#, #"\u001g"#, #"\u+001"#, #"\u-001"#, #"\u 001"#, #"\U0001"#, #"\x41"#, #"\a"#,
    #"\0"#, #"\'"#, #"\ "#, #"\N"#, #"\é"#, #"\"#, #"\\\"#, #"\\\\"#, "\\\n", "a\u{1}", "\\n\u{1}", "\\n\n", #"é\n"#,
    #"\u0000\"#, #"e\u0301"#, #"\n\u{301}"#,
  ])
  func `each escape is read as JSONDecoder does, or refused`(escape: String) throws {
    for text in [#"{"n":"\#(escape)"}"#, #"{"n":"a\#(escape)é"}"#, #"{"n":"","\#(escape)":1}"#, #"{"n":"\#(escape)"#] {
      try JSONCoding.expectSame(Field<String>.self, from: text)
      try JSONCoding.expectSame([String: String].self, from: text)
    }
  }

  @Test func `any pieces of text and escapes are read as JSONDecoder does, or refused`() throws {
    var random = SeededGenerator(seed: 23)
    let pieces = [
      "a", "é", "😀", "/", " ", "{", "\\", "\"", #"\""#, #"\\"#, #"\/"#, #"\n"#, #"\t"#, #"\u000b"#, #"\u00e9"#,
      #"\uD83D"#,
      #"\uDE00"#, "u", "0", "\u{301}",
    ]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0..<8, using: &random)).map { _ in
        pieces[.random(in: pieces.indices, using: &random)]
      }.joined()
      try JSONCoding.expectSame(Field<String>.self, from: #"{"n":"\#(text)"}"#)
    }
  }

  @Test func `bytes that are not UTF-8 are refused beside a backslash, too`() {
    let data = Data(#"{"n":"\n"#.utf8) + [0xC3, 0x28] + Data(#""}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONCoding.own(Field<String>.self, from: data) }
  }

  @Test func `texts that need a backslash go the quick way`() throws {
    let coders = CoderLog()
    let field = Field("He said: \"no\".\r\n\tC:\\ \u{1b}[0m")
    let data = try JSONCoding.own(encoding: field, coders: coders)
    #expect(try JSONCoding.own(Field<String>.self, from: data, coders: coders) == field)
    #expect(coders.names == [CoderLog.quickEncoder, CoderLog.quickDecoder])
  }
}
