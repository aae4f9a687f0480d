import Foundation
import TeachingKit
import Testing

/// The command as it is called from a shell, without building anything.
@Suite("The kit command")
struct KitCommandTests {
  private func kit(_ arguments: String..., in folder: URL) async throws -> Command.Result {
    try await Command([kitProduct] + arguments, in: folder).run()
  }

  @Test(arguments: [
    "learn", "check", "hint", "solution", "list", "reset", "copy", "copy-check", "docs", "verify", "doctor",
  ])
  func `shows an example in the help of each subcommand`(name: String) async throws {
    let result = try await kit(name, "--help", in: FileManager.default.temporaryDirectory)
    #expect(result.status == 0)
    #expect(result.outputText.contains("swift run kit \(name)"))
  }

  @Test func `lists all its subcommands, except for those of its own makers`() async throws {
    let help = try await kit("--help", in: FileManager.default.temporaryDirectory).outputText
    for name in ["learn", "check", "hint", "solution", "list", "reset", "copy", "docs", "verify", "doctor"] {
      #expect(help.contains("\n  \(name) "))
    }
    #expect(!help.contains("copy-check"))
  }

  @Test func `gives the last hint again the fourth time, and then the solution to whoever confirms`() async throws {
    try await withCopyOfExercises { copy in
      let early = try await kit("solution", "1", in: copy.folder)
      #expect(early.status == 1)
      #expect(early.outputText == "Not yet: there are 3 hints left. swift run kit hint 01\n")
      var hints: [String] = []
      for _ in 0..<4 { hints.append(try await kit("hint", "1", in: copy.folder).outputText) }
      #expect(hints[2] == hints[3])
      #expect(hints.map { $0.hasPrefix("Hint 3 of 3") } == [false, false, true, true])
      let asked = try await kit("solution", "1", in: copy.folder)
      #expect(asked.status == 1)
      #expect(asked.outputText.contains("--yes"))
      let shown = try await kit("solution", "1", "--yes", in: copy.folder)
      #expect(shown.status == 0)
      #expect(shown.outputText.contains("+  .seatsReturned(count: count)"))
    }
  }

  @Test func `takes the current exercise where none is named, from any folder of the clone`() async throws {
    try await withCopyOfExercises { copy in
      try ProgressFile(copy.folder.appending(path: ".kit/state.json")).update { $0.chosen = 2 }
      let result = try await kit("hint", in: copy.exercises.appending(path: "Sources"))
      #expect(result.outputText.hasPrefix("Hint 1 of 3 to 02 A renamed case\n"))
    }
  }

  @Test func `says where it must be called, and which exercises there are`() async throws {
    let outside = try await kit("list", in: URL(filePath: "/usr"))
    #expect(outside.status == 1)
    #expect(outside.errorText == "Error: /usr is not in a clone of this package. Go to its top folder and try again.\n")
    try await withCopyOfExercises { copy in
      let unknown = try await kit("check", "99", in: copy.folder)
      #expect(unknown.status == 1)
      #expect(unknown.errorText == "Error: There is no exercise 99; there are 1 to 3.\n")
      #expect(try await kit("check", "three", in: copy.folder).status == 64)
    }
  }

  @Test func `lists exercises in 60 columns`() async throws {
    try await withCopyOfExercises { copy in
      let course = try Course(in: PackageFolder(above: copy.folder))
      let list = try course.list(for: Terminal(isInteractive: true, hasColours: false, width: 60))
      #expect(list.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(list)")
    }
  }
}
