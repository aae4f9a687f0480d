import TeachingKit
import Testing

@Suite("A wrong answer")
struct MutantTests {
  @Test func `is read with its sentence, its tests and its text for each region`() throws {
    let mutants = try read(
      """
      # Title

      ## first-only
      says: You stop too early.
      fails: adds all · is in order

      ```swift
      a {
        b
      }
      ```
      ```swift 3
      c
      ```

      ## other
      says: No.
      fails: does not compile, "type 'A' has no member "b""
      ```swift
      ```
      """)
    #expect(mutants.map(\.slug) == ["first-only", "other"])
    #expect(mutants[0].says == "You stop too early.")
    #expect(mutants[0].fails == .tests(["adds all", "is in order"]))
    #expect(mutants[0].regions == [1: "a {\n  b\n}\n", 3: "c\n"])
    #expect(mutants[1].fails == .compiler("type 'A' has no member \"b\""))
    #expect(mutants[1].regions == [1: ""])
  }

  @Test(arguments: [
    ("## a\nfails: b\n```swift\n```", "no line “says"), ("## a\nsays: b\n```swift\n```", "no line “fails"),
    ("## a\nsays: b\nfails: c", "no fence"), ("## a\nsays: b\nfails: c\n```swift\n", "no end"),
    ("## as-shipped\nsays: b\nfails: c\n```swift\n```", "no fence"), ("```swift\n```", "before the first"),
    ("## a\nsays: b\nfails: c\n```\n```", "fences are"),
    ("## a\nsays: b\nfails: c\n```swift\n```\n```swift 1\n```", "second"),
    ("## a\nsays: b\nfails: does not compile\n```swift\n```", "words of the compiler"),
    ("## a\nsays: b\nfails: c\n```swift\n```\n## a\nsays: b\nfails: c\n```swift\n```", "two mutants"),
  ])
  func `is refused if something is missing`(_ text: String, _ words: String) throws {
    let error = try #require(throws: FormatError.self) { try read(text) }
    #expect(error.problem.contains(words))
  }

  private func read(_ text: String) throws -> [Mutant] {
    try Mutant.read(text, file: "mutants.md")
  }
}
