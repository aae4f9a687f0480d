import TeachingKit
import Testing

@Suite("A compiler's error")
struct CompilerErrorTests {
  @Test func `has its notes, from the picture of the source or from lines of their own`() throws {
    let errors = CompilerError.all(
      in: """
        /kit/Sources/A.swift:3:3: error: switch must be exhaustive
         1 | enum E { case a, b, c }
         3 |   switch e {
           |   |- error: switch must be exhaustive
           |   |- note: add missing case: '.b'
           |   `- note: add missing case: '.c'
         4 |   case .a: return 1

        /kit/Sources/A.swift:8:8: error: type 'S' does not conform to protocol 'Sequence'
        Swift.Sequence.Iterator:2:16: note: unable to infer associated type 'Iterator'
          |                `- note: unable to infer associated type 'Iterator'
        """)
    #expect(errors.map(\.line) == [3, 8])
    #expect(errors.first?.notes == ["add missing case: '.b'", "add missing case: '.c'"])
    #expect(errors.last?.notes == ["unable to infer associated type 'Iterator'"])
  }

  @Test func `is told once, and has no notes of a warning`() {
    let error = "/kit/Sources/A.swift:3:3: error: switch must be exhaustive\n   |   `- note: add missing case: '.b'\n"
    let warning = "/kit/Sources/A.swift:9:3: warning: unused\n   |   `- note: replace it\n"
    let errors = CompilerError.all(in: error + warning + error)
    #expect(errors.count == 1)
    #expect(errors.first?.notes == ["add missing case: '.b'"])
  }
}
