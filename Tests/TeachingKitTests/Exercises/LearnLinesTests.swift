import Foundation
import TeachingKit
import Testing

/// `kit learn` where there is no terminal: commands are lines, and nothing is drawn.
@Suite("kit learn without a terminal")
struct LearnLinesTests {
  @Test func `prints one verdict, and ends with its input`() async throws {
    try await withCopyOfExercises { copy in
      let result = try await copy.kit("learn", with: copy.standInTools())
      #expect(result.status == 0)
      #expect(result.outputText.hasPrefix("Checking …\n\n✗ 01 A new event: 1 of 6 tests fail.\n"))
      #expect(!result.outputText.contains("\u{1B}"))
    }
  }

  @Test func `takes the first letter of each line as a key, and prints what it has to say`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      let output = try await copy.kit("learn", with: tools, typing: "hint\\n\\n  list\\nnext\\nh\\n").outputText
      let said = ["Hint 1 of 3", "▸ 01 A new event", "Hint 1 of 3", "✗ 02 A renamed case"]
      #expect(output.contains(inOrder: said))
      #expect(try copy.progress.load().progress.hints == [1: 1, 2: 1])
    }
  }

  @Test func `takes capitals for small letters`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      let output = try await copy.kit("learn", with: tools, typing: "HINT\\nList\\n").outputText
      #expect(output.contains(inOrder: ["Hint 1 of 3", "▸ 01 A new event"]))
    }
  }

  @Test func `ends at q without a verdict`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      try tools.set("endless", "")
      let result = try await copy.kit("learn", with: tools, typing: "q\\n")
      #expect(result.status == 0)
      #expect(result.outputText == "Checking …\n\n")
    }
  }

  @Test func `has nothing to do when all exercises are done, and says how to do one again`() async throws {
    try await withCopyOfExercises { copy in
      let exercises = try ExercisePackage(copy.exercises).exercises
      try copy.progress.update { progress in for exercise in exercises { progress.pass(exercise) } }
      let result = try await copy.kit("learn", with: copy.standInTools())
      #expect(result.status == 0)
      #expect(
        result.outputText
          == "All exercises are done. To do one again: swift run kit reset 03, then swift run kit check 03\n")
    }
  }

  @Test func `says at first what could not be read, and where it is`() async throws {
    try await withCopyOfExercises { copy in
      try copy.progress.url.writeIfChanged("{")
      let output = try await copy.kit("learn", with: copy.standInTools()).outputText
      let aside = try #require(copy.progress.setAside.first)
      let words = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.hasPrefix("What was noted of your progress could not be read. It is now in "))
      #expect(words.contains("/.kit/\(aside)"))
      #expect(output.components(separatedBy: "could not be read").count == 2)
    }
  }
}
