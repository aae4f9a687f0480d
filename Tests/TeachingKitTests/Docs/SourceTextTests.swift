import TeachingKit
import Testing

@Suite("A part of a source file")
struct SourceTextTests {
  private let file = """
    public import Foundation

    /// An account.
    public struct Account: Entity {
      /// What is on it.
      public private(set) var cents = 0 // whole cents

      var isEmpty: Bool { cents == 0 }

      @discardableResult
      public mutating func pay(
        to other: inout Account, cents: Int
      ) async throws -> Int
      {
        let text = "} \\(cents > 0 ? "}" : "{") {"
        // }
        return text.count
      }

      func pay(cents: Int) {}

      enum Event {
        case opened(owner: String), closed
        case paid
      }
    }

    extension Account {
      static let empty = Account()

      // snippet.total
      func total() -> Int {
        // snippet.end
        cents
      }
    }

    """

  private func lines(_ name: String?, withDocumentation: Bool = false) throws -> [String] {
    try SourceText(path: "A.swift", text: file)
      .lines(for: SourceSelector(path: "A.swift", name: name, withDocumentation: withDocumentation))
  }

  @Test func `is the whole file without marks, when there is no name`() throws {
    let lines = try lines(nil)
    #expect(lines.first == "public import Foundation")
    #expect(lines.last == "}")
    #expect(!lines.contains { $0.contains("snippet") })
    #expect(lines.contains("  func total() -> Int {"))
  }

  @Test func `is a declaration from its attributes to its end, at the left edge`() throws {
    let lines = try lines("pay(to:cents:)")
    #expect(lines.first == "@discardableResult")
    #expect(lines.dropFirst().first == "public mutating func pay(")
    #expect(lines.last == "}")
    #expect(lines.count == 9)
  }

  @Test func `is a declaration on one line, with the comment after it`() throws {
    #expect(try lines("cents") == ["public private(set) var cents = 0 // whole cents"])
    #expect(try lines("isEmpty") == ["var isEmpty: Bool { cents == 0 }"])
    #expect(try lines("pay(cents:)") == ["func pay(cents: Int) {}"])
  }

  @Test func `has its documentation only when asked`() throws {
    #expect(try lines("cents", withDocumentation: true).first == "/// What is on it.")
    #expect(try lines("Account", withDocumentation: true).first == "/// An account.")
    #expect(try lines("Account").first == "public struct Account: Entity {")
  }

  @Test func `is a case, by any of the names on its line`() throws {
    #expect(try lines("closed") == ["case opened(owner: String), closed"])
    #expect(try lines("Event.opened") == ["case opened(owner: String), closed"])
    #expect(try lines("case paid") == ["case paid"])
  }

  @Test func `is the type when extensions have the same name, unless it says extension`() throws {
    #expect(try lines("Account").first == "public struct Account: Entity {")
    #expect(try lines("extension Account").first == "extension Account {")
    #expect(try lines("Account.empty") == ["static let empty = Account()"])
  }

  @Test func `is a region between marks, before any declaration of that name`() throws {
    #expect(try lines("total") == ["func total() -> Int {"])
  }

  @Test func `is refused when its name is ambiguous, with all that it may be`() throws {
    let error = #expect(throws: NotFoundInSource.self) { try lines("pay") }
    let text = error?.description ?? ""
    #expect(text.contains("A.swift:10: func Account.pay(to:cents:)"))
    #expect(text.contains("A.swift:20: func Account.pay(cents:)"))
  }

  @Test func `is refused when it is not there, with all that is`() throws {
    let error = #expect(throws: NotFoundInSource.self) { try lines("withdraw") }
    let text = error?.description ?? ""
    #expect(text.contains("no declaration and no region withdraw"))
    #expect(text.contains("A.swift:4: struct Account"))
    #expect(text.contains("A.swift:23: case Account.Event.opened, closed"))
  }

  @Test func `is refused when a region has no end, or two begin`() throws {
    let source = SourceText(path: "a.sql", text: "-- snippet.one\n-- snippet.two\n-- snippet.two\n-- snippet.end\n")
    let twice = #expect(throws: NotFoundInSource.self) { try source.lines(for: .init(path: "a.sql", name: "two")) }
    #expect(twice?.description.contains("in lines 2, 3") == true)
    let open = SourceText(path: "a.sql", text: "-- snippet.one\nSELECT 1\n")
    let endless = #expect(throws: NotFoundInSource.self) { try open.lines(for: .init(path: "a.sql", name: "one")) }
    #expect(endless?.description.contains("a.sql:1 has no end") == true)
  }

  @Test func `has other words where it is said, and is refused where there are none to replace`() throws {
    let source = SourceText(path: "Package.swift", text: ".package(path: \"../..\")\n")
    var selector = SourceSelector(path: "Package.swift", replacements: [.init(old: "../..", new: "../Library")])
    #expect(try source.lines(for: selector) == [".package(path: \"../Library\")"])
    selector.replacements = [.init(old: "nothing", new: "x")]
    #expect(throws: NotFoundInSource.self) { try source.lines(for: selector) }
  }

  @Test func `is found by a name that is a sentence, full stops and all`() throws {
    let text = "struct Tests {\n  @Test func `refuses a gap. Always`() throws {\n    run()\n  }\n}\n"
    let source = SourceText(path: "A.swift", text: text)
    let expected = ["@Test func `refuses a gap. Always`() throws {", "  run()", "}"]
    #expect(try source.lines(for: .init(path: "A.swift", name: "Tests.`refuses a gap. Always`")) == expected)
    #expect(try source.lines(for: .init(path: "A.swift", name: "`refuses a gap. Always`")) == expected)
  }
}
