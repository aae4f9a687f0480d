import Foundation
import TeachingKit
import Testing

@Suite("The check of pages")
struct DocsCheckTests {
  private let source = "struct A {\n  func f() {\n    g()\n  }\n}\n"

  @Test func `reports a Swift fence, a console and a text without binding, but no shell`() async throws {
    try await withTestRepository { repository in
      let problems = try await repository.problems(
        "```swift\nlet a = 1\n```\n```console\n$ ls\n```\n\n```text\na\n```\n```\nb\n```\n```sh\nls\n```\n")
      #expect(problems.map(\.line) == [1, 4, 8, 11])
      #expect(problems.first?.text.contains("not checked") == true)
    }
  }

  @Test func `reports a fence that differs from its source: where, what is shown and what is true`() async throws {
    try await withTestRepository { repository in
      try repository.write("Sources/A.swift", source)
      let right = "<!-- code: Sources/A.swift#f -->\n```swift\nfunc f() {\n  g()\n}\n```\n"
      #expect(try await repository.problems(right) == [])
      let problems = try await repository.problems(right.replacing("  g()", with: "  h()"))
      #expect(problems.map(\.line) == [4])
      #expect(problems.first?.text.contains("shown:   h()\ntrue:    g()") == true)
      #expect(problems.first?.text.contains("--write") == true)
      let shorter = try await repository.problems(right.replacing("\n}\n```", with: "\n```"))
      #expect(shorter.first?.text.contains("(nothing more)") == true)
    }
  }

  @Test func `reports sources that are not there, not compiled or not tested green`() async throws {
    try await withTestRepository { repository in
      try repository.write("Other/B.swift", "b\n")
      try repository.write("Tutorials/Broken/Package.swift", "")
      try repository.write("Tutorials/Broken/Sources/C.swift", "c\n")
      let fence = { (path: String, code: String) in "<!-- code: \(path) -->\n```swift\n\(code)\n```\n" }
      let problems = try await repository.problems(
        fence("Sources/Missing.swift", "a") + fence("Other/B.swift", "b")
          + fence("Tutorials/Broken/Sources/C.swift", "c"))
      try #require(problems.map(\.line) == [1, 5, 9])
      #expect(problems[0].text.contains("no file Sources/Missing.swift"))
      #expect(problems[1].text.contains("not compiled"))
      #expect(problems[2].text.contains("a test recorded an issue"))
    }
  }

  @Test func `reports output that differs, a wrong status, and programs that are not there`() async throws {
    try await withTestRepository { repository in
      try repository.program("step1", "echo one; echo two; exit ${1-0}")
      let fence = { (run: String) in "<!-- output: \(run) -->\n```text\none\ntwo\n```\n" }
      #expect(try await repository.problems(fence("step1") + fence("step1 3 status=3")) == [])
      #expect(try await repository.problems(fence("step1").replacing("two\n", with: "three\n")).map(\.line) == [4])
      #expect(try await repository.problems(fence("step1 3")).first?.text.contains("exits with 3") == true)
      #expect(try await repository.problems(fence("step2")).first?.text.contains("no executable step2") == true)
    }
  }

  @Test func `reports an example that is to fail but compiles, and a message that is another`() async throws {
    try await withTestRepository { repository in
      try repository.write("Failing/a.swift", "let number: Int = \"one\"\n")
      try repository.write("Failing/b.swift", "let number: Int = 1\n")
      let page = """
        <!-- fails: Failing/a.swift -->
        ```swift
        let number: Int = "one"
        ```
        <!-- message -->
        ```text
        error: cannot convert value of type 'String' to specified type 'Int'
        ```

        """
      #expect(try await repository.problems(page) == [])
      let wrongMessage = try await repository.problems(page.replacing("type 'Int'", with: "type 'Double'"))
      #expect(wrongMessage.map(\.line) == [7])
      let compiling = page.replacing("a.swift", with: "b.swift").replacing("\"one\"", with: "1")
      let problems = try await repository.problems(compiling)
      #expect(problems.map(\.line) == [1])
      #expect(problems.first?.text.contains("it compiles") == true)
    }
  }

  @Test func `reports an example that fails without a message, and a message without an example`() async throws {
    try await withTestRepository { repository in
      try repository.write("Failing/a.swift", "let number: Int = \"one\"\n")
      let fails = "<!-- fails: Failing/a.swift -->\n```swift\nlet number: Int = \"one\"\n```\n"
      #expect(try await repository.problems(fails).map(\.line) == [2])
      #expect(try await repository.problems("<!-- message -->\n```text\nerror: x\n```\n").map(\.line) == [2])
    }
  }

  @Test func `reports bindings that bind nothing, cannot be read or are for another kind of fence`() async throws {
    try await withTestRepository { repository in
      let problems = try await repository.problems(
        "<!-- code: A.swift -->\nText\n\n<!-- output: -->\n```text\n```\n<!-- console -->\n```swift\n```\n")
      #expect(problems.map(\.line) == [1, 4, 8])
    }
  }

  @Test func `reports a failing build once, and checks the rest`() async throws {
    try await withTestRepository { repository in
      repository.toolchain.failure = "compiling\nA.swift:1:1: error: no\nA.swift:1:1: error: no\n"
      try repository.write("Sources/A.swift", "let a = 1\n")
      let fence = "<!-- output: step1 -->\n```text\n```\n"
      let problems = try await repository.problems(fence + fence + "<!-- code: Sources/A.swift -->\n```swift\nb\n```\n")
      #expect(problems.map(\.line) == [2, 9])
      #expect(problems.first?.text == "swift build fails:\nA.swift:1:1: error: no")
    }
  }

  @Test func `leaves wrong answers to exercises alone, and what is hidden`() async throws {
    try await withTestRepository { repository in
      let fence = "```swift\nlet a = 1\n```\n"
      try repository.write("Exercises/Solutions/01-a/mutants.md", fence)
      try repository.write(".build/checkouts/a/README.md", fence)
      let report = try await repository.check()
      #expect(report.problems == [])
      #expect(report.pages == 1)
      try repository.write("Exercises/README.md", fence)
      #expect(try await repository.check().problems.map(\.path) == ["Exercises/README.md"])
    }
  }

  @Test func `renews fences in place and nothing else, and has nothing left to renew`() async throws {
    try await withTestRepository { repository in
      try repository.write("Sources/A.swift", source)
      try repository.program("step1", "echo new")
      let page = """
        # Title  
        Text with spaces   

        1. In a list

           <!-- code: Sources/A.swift#f -->
           ```swift
           old
           ```
        <!-- output: step1 -->

        ~~~text
        old
        old
        ~~~
        <!-- console -->
        ```console
        $ swift run -q step1
        $ echo 1
        2
        ```
        <!-- text: by hand, because -->
        ```text
        kept
        ```
        No end of line
        """
      try repository.write("page.md", page)
      let report = try await repository.check(writes: true)
      #expect(report.problems == [])
      #expect(report.renewed == ["page.md"])
      let renewed = try repository.read("page.md")
      #expect(
        renewed
          == page.replacing("   old\n", with: "   func f() {\n     g()\n   }\n").replacing("old\nold", with: "new")
          .replacing("step1\n$ echo 1\n2\n", with: "step1\nnew\n$ echo 1\n1\n"))
      let again = try await repository.check(writes: true)
      #expect(again.renewed == [])
      #expect(try repository.read("page.md") == renewed)
      #expect(try await repository.check().problems == [])
    }
  }

  @Test func `does not write what would close its own fence`() async throws {
    try await withTestRepository { repository in
      try repository.write("Sources/A.swift", "/// ```\n/// a\n/// ```\nlet a = 1\n")
      try repository.write("Sources/b.txt", "```\n")
      try repository.write("page.md", "<!-- code: Sources/b.txt -->\n```json\n```\n")
      let report = try await repository.check(writes: true)
      #expect(report.renewed == [])
      #expect(report.problems.first?.text.contains("more than 3") == true)
    }
  }

  @Test func `checks only the pages that are named`() async throws {
    try await withTestRepository { repository in
      try repository.write("a.md", "[a](none.md)\n")
      try repository.write("b.md", "[b](none.md)\n")
      #expect(try await repository.check(pages: ["b.md"]).problems.map(\.path) == ["b.md"])
    }
  }
}
