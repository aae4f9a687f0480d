import TeachingKit
import Testing

@Suite("A learner's source")
struct SourceCodeTests {
  @Test func `is looked at without its comments`() {
    let source = SourceCode(
      """
      // A comment
      let a = "// none" // one
      /* many
         /* nested */
      lines */ let b = "\\"/*"

      """)
    #expect(source.code == ["let a = \"// none\"", "let b = \"\\\"/*\""])
  }

  @Test func `shows where a TODO is left, in code or in a comment`() {
    #expect(SourceCode("a\n// TODO: b\nthrow TODO(\"c\")\n// done").todos == [2, 3])
  }

  @Test func `only takes away if it has lines of the original and no other, in their order`() {
    let original = SourceCode("a\nb\nc")
    #expect(SourceCode("a\n// b\nc").onlyTakesAway(from: original))
    #expect(SourceCode("a\n/* b\nc */").onlyTakesAway(from: original))
    #expect(!SourceCode("a\nb2\nc").onlyTakesAway(from: original))
    #expect(!SourceCode("b\na\nc").onlyTakesAway(from: original))
  }
}
