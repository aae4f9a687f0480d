import TeachingKit
import Testing

@Suite("A marked source")
struct MarkedSourceTests {
  @Test func `gives a stub that throws the sentence, where it lies in a function that throws`() throws {
    let source = try marked(
      """
      func count() async throws -> Int {
        for _ in 0..<1 {
          // exercise: Count the “seats” \\ "rows".
          return 1
          // exercise.end
        }
      }
      """)
    #expect(
      source.stub == """
        func count() async throws -> Int {
          for _ in 0..<1 {
            // TODO: Count the “seats” \\ "rows".
            throw TODO("Count the “seats” \\\\ \\"rows\\".")
          }
        }
        """)
  }

  @Test func `gives a stub with only the sentence where nothing can be thrown`() throws {
    let source = try marked(
      """
      func other() throws {}
      enum Event {
        // exercise: Add a case.
        case added
        // exercise.end
      }
      """)
    #expect(source.stub == "func other() throws {}\nenum Event {\n  // TODO: Add a case.\n}")
  }

  @Test func `gives a stub with the lines of its own, and throws nothing`() throws {
    let source = try marked(
      """
      func count() throws -> Int {
        // exercise: Mend it.
        //| if true {
        //|   0
        //| }
        1
        // exercise.end
      }
      """)
    #expect(source.stub == "func count() throws -> Int {\n  // TODO: Mend it.\n  if true {\n    0\n  }\n}")
  }

  @Test func `gives no line for a bug that consists of nothing`() throws {
    let source = try marked("a\n  // exercise\n  //|\n  b\n  // exercise.end\nc")
    #expect(source.stub == "a\nc")
  }

  @Test func `gives the solution without marks, and a file without marks as it is`() throws {
    #expect(try marked("a\n// exercise: Do.\nb\n// exercise.end\nc\n").solution == "a\nb\nc\n")
    #expect(try marked("a\n\n  b\n").stub == "a\n\n  b\n")
  }

  @Test func `puts another text in place of a region, with its indentation`() throws {
    let source = try marked(
      "{\n  // exercise: Do.\n  b\n  // exercise.end\n  // exercise: Do.\n  c\n  // exercise.end\n}")
    #expect(source.solution(replacing: [1: "x {\n  y\n\n}\n"]) == "{\n  b\n  x {\n    y\n\n  }\n}")
    #expect(source.solution(replacing: [0: ""]) == "{\n  c\n}")
  }

  @Test(arguments: [
    ("a\n// exercise: Do.\nb", 2, "no “// exercise.end”"), ("a\nb\n// exercise.end", 3, "without a beginning"),
    ("// exercise: A.\n// exercise: B.", 2, "inside another"),
    ("// exercise\nb\n// exercise.end", 1, "stub has nothing"),
  ])
  func `refuses marks that do not fit, and says where`(_ text: String, _ line: Int, _ words: String) throws {
    let error = try #require(throws: FormatError.self) { try marked(text) }
    #expect(error.line == line)
    #expect(error.problem.contains(words))
  }

  private func marked(_ text: String) throws -> MarkedSource {
    try MarkedSource(text, file: "File.swift")
  }
}
