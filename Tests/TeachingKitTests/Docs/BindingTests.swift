import TeachingKit
import Testing

@Suite("The binding of a fence")
struct BindingTests {
  @Test func `is a file, a part of it, with documentation and replacements`() throws {
    #expect(try Binding(comment: "code: Sources/A.swift") == .code(SourceSelector(path: "Sources/A.swift")))
    #expect(
      try Binding(comment: "code: A.swift#Example.setFoo(to:at:) +doc")
        == .code(SourceSelector(path: "A.swift", name: "Example.setFoo(to:at:)", withDocumentation: true)))
    #expect(
      try Binding(comment: "code: A.swift#refuses a gap replacing \"a\" with \"b c\" replacing \"d\" with \"\"")
        == .code(
          SourceSelector(
            path: "A.swift", name: "refuses a gap",
            replacements: [.init(old: "a", new: "b c"), .init(old: "d", new: "")])))
    #expect(try Binding(comment: "fails: F.swift#f") == .fails(SourceSelector(path: "F.swift", name: "f")))
  }

  @Test func `is a program's output, or a part of it`() throws {
    #expect(try Binding(comment: "output: step3") == .output(.init(program: ProgramRun(name: "step3"))))
    #expect(
      try Binding(comment: "output: traps 3 \"two words\" from=\"first words\" through=\"}\" status=1")
        == .output(
          .init(
            program: ProgramRun(name: "traps", arguments: ["3", "two words"], status: 1), from: "first words",
            through: "}")))
  }

  @Test func `is a console, a message, or nothing for a reason`() throws {
    #expect(try Binding(comment: "console") == .console)
    #expect(try Binding(comment: "console: not run, it clones") == .byHand(language: "console"))
    #expect(try Binding(comment: "text: by hand, a drawing") == .byHand(language: "text"))
    #expect(try Binding(comment: "message") == .message(withNotes: false))
    #expect(try Binding(comment: "message: with notes") == .message(withNotes: true))
  }

  @Test(arguments: ["A comment", "console output follows", "code is poetry", "message to the reader", "outputs: x"])
  func `is not read from a comment like any other`(comment: String) throws {
    #expect(try Binding(comment: comment) == nil)
  }

  @Test(
    arguments: [
      "console: not run", "console: not run, ", "console: not run because", "text: by hand", "code:", "code: #name",
      "code: A.swift#", "code: A B.swift", "code: A.swift replacing \"a\" by \"b\"", "output:", "output: \"open",
      "output: step3 status=no",
    ])
  func `is refused when it cannot be read`(comment: String) {
    #expect(throws: Binding.Malformed.self) { try Binding(comment: comment) }
  }

  @Test func `shows the part of an output between two texts, and where it is cut`() throws {
    let output = "one\ntwo\nthree\ntwo\n\n"
    func lines(_ from: String?, _ through: String?) throws -> [String] {
      try Binding.ShownOutput(program: ProgramRun(name: "p"), from: from, through: through).lines(of: output)
    }
    #expect(try lines(nil, nil) == ["one", "two", "three", "two"])
    #expect(try lines("tw", "thr") == ["…", "two", "three", "…"])
    #expect(try lines("two", "two") == ["…", "two", "three", "two"])
    #expect(try lines(nil, "one") == ["one", "…"])
    #expect(try lines("three", nil) == ["…", "three", "two"])
    let missing = #expect(throws: NotFoundInSource.self) { try lines("four", nil) }
    #expect(missing?.description.contains("prints no line with “four”") == true)
    #expect(throws: NotFoundInSource.self) { try lines("three", "one") }
  }
}
