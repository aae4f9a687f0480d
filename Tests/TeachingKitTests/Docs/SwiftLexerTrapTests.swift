import Foundation
import TeachingKit
import Testing

@Suite("Swift that hides its braces")
struct SwiftLexerTrapTests {
  /// The first function of a file that has another one after it.
  private func function(_ body: String) throws -> String {
    let text = "func first() {\n\(body)\n}\n\nfunc second() {}\n"
    return try SourceText(path: "A.swift", text: text).lines(for: .init(path: "A.swift", name: "first"))
      .joined(separator: "\n")
  }

  @Test(
    arguments: [
      #"  print("}")"#,
      #"  print("\"}")"#,
      #"  print("\\")"#,
      ##"  print(#""}\"#)"##,
      ##"  print(#"\#("}") }"#)"##,
      ##"  print(#"""#, "}")"##,
      #"  print("\(f(")", { "}" }))")"#,
      "  print(\"\"\"\n    } \"quoted\" \\(\"}\")\n    \"\"\")",
      "  print(#\"\"\"\n    \"\"\" }\n    \"\"\"#)",
      "  // }",
      "  /* } /* } */ } */",
      "  let expression = /[}\"]\\/}/",
      "  let expression = #/ } \" /#",
      "  let expression = #/\n    }  # a comment\n  /#",
      "  let half = a / b; let other = c / d",
      "  #if DEBUG\n  if a { b() }\n  #else\n  c()\n  #endif",
      "  let `func` = \"a\"",
      "  let text = \"é } 🌍\"",
    ])
  func `ends where it ends`(body: String) throws {
    #expect(try function(body) == "func first() {\n\(body)\n}")
  }

  @Test func `is refused where a string or comment has no end, with its line`() throws {
    for text in ["let a = 1\nlet b = \"open\nlet c = 2", "let a = 1\n/* open", "let a = 1\nlet b = \"\"\"\nopen"] {
      let error = #expect(throws: NotFoundInSource.self) {
        try SourceText(path: "A.swift", text: text).lines(for: .init(path: "A.swift", name: "b"))
      }
      #expect(error?.description.contains("A.swift:2:") == true)
    }
  }

  @Test func `is ambiguous in both branches of a condition`() throws {
    let text = "#if os(Linux)\nfunc f() {}\n#else\nfunc f() { g() }\n#endif\n"
    let error = #expect(throws: NotFoundInSource.self) {
      try SourceText(path: "A.swift", text: text).lines(for: .init(path: "A.swift", name: "f"))
    }
    #expect(error?.description.contains("A.swift:2") == true)
    #expect(error?.description.contains("A.swift:4") == true)
  }

  @Test func `goes on in the next line where the compiler reads on`() throws {
    let declarations = [
      "let sum =\n  1 + 2", "let sum = 1\n  + 2", "let list = numbers\n  .map { $0 }\n  // why\n  .filter { $0 > 1 }",
      "let text = isTrue\n  ? \"yes\"\n  : \"no\"",
      "func f<A>(_ a: A)\n  async throws\n  -> Int\nwhere A: Equatable {\n  1\n}",
      "@available(*, deprecated)\n@MainActor\npublic\nvar x: Int?", "struct S<\n  A: P,\n  B\n> {\n}",
      "let a: [Int] = [\n  1,\n]", "class func make() -> S { S() }",
    ]
    for declaration in declarations {
      let text = "\(declaration)\nlet next = 1\n"
      let found = try SwiftDeclarations.all(in: Array(text.utf8))
      #expect(
        found.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } == [declaration, "let next = 1"])
    }
  }

  @Test func `is understood in all files of this package: nothing lies between declarations`() throws {
    let top = try PackageFolder(above: URL(filePath: #filePath).deletingLastPathComponent()).url
    var files = 0
    for folder in ["Sources", "Tests"] {
      let enumerator = FileManager.default.enumerator(at: top.appending(path: folder), includingPropertiesForKeys: nil)
      while let file = enumerator?.nextObject() as? URL {
        guard file.pathExtension == "swift" else { continue }
        files += 1
        var rest = try Array(Data(contentsOf: file))
        for declaration in try SwiftDeclarations.all(in: rest) where declaration.context.isEmpty {
          for index in declaration.rangeWithDocumentation where rest[index] != UInt8(ascii: "\n") {
            rest[index] = UInt8(ascii: " ")
          }
        }
        let left = String(decoding: rest, as: UTF8.self).split(separator: "\n")
          .map { $0.trimmingCharacters(in: .whitespaces) }
          .filter { !$0.isEmpty && !$0.hasPrefix("//") && !$0.hasPrefix("#") }
        #expect(left == [], "\(file.path)")
      }
    }
    #expect(files > 100)
  }
}
