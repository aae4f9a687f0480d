import TeachingKit
import Testing

@Suite("Swift tokens")
struct SwiftTokensTests {
  private func words(_ source: String) -> [String] {
    SwiftTokens(source).tokens.compactMap { if case .word(let word) = $0 { word } else { nil } }
  }

  @Test func `leave comments out, also nested ones`() {
    #expect(words("a // b\n c /* d /* e */ f */ g") == ["a", "c", "g"])
  }

  @Test func `leave the text of strings out, of every kind`() {
    #expect(words(#"a "b \" c" d"#) == ["a", "d"])
    #expect(words("a \"\"\"\n b \" c\n\"\"\" d") == ["a", "d"])
    #expect(words(##"a #"b " c \(d)"# e"##) == ["a", "e"])
  }

  @Test func `have the code that is interpolated into a string`() {
    #expect(words(#"a "b \(c(d, "e \(f)")) g" h"#) == ["a", "c", "d", "f", "h"])
  }

  @Test func `lose no more than a line to a quotation mark that is none`() {
    #expect(words("a /\"/ b\nc").suffix(1) == ["c"])
  }
}
