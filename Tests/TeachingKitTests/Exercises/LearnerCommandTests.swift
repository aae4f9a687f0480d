import Foundation
import TeachingKit
import Testing

/// The commands of a learner, with programs in place of the toolchain's.
@Suite("The commands of a learner", .timeLimit(.minutes(5)))
struct LearnerCommandTests {
  @Test func `check takes the current exercise where none is named, and says which it is`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      try copy.progress.update { $0.chosen = 2 }
      let red = try await copy.kit("check", with: tools)
      #expect(red.status == 1)
      #expect(red.outputText.hasPrefix("✗ 02 A renamed case: "))
      #expect(red.outputText.hasSuffix("  A hint: swift run kit hint 02\n"))
      try solve(2, in: copy)
      let green = try await copy.kit("check", with: tools)
      #expect(green.status == 0)
      #expect(green.outputText.hasPrefix("✔ 02 A renamed case: passed, "))
      #expect(green.outputText.contains("\n  Next: 03 A subscriber, about 10 minutes\n"))
      let next = try await copy.kit("check", with: tools)
      #expect(next.outputText.hasPrefix("✗ 03 A subscriber: "))
      #expect(tools.runs == ["02", "02", "03"])
    }
  }

  @Test(arguments: ["check", "hint"])
  func `the exercise that is named is the one to go on with`(_ command: String) async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      _ = try await copy.kit(command, "3", with: tools)
      #expect(try await copy.kit("hint").outputText.contains(" to 03 A subscriber\n"))
      #expect(try await copy.kit("check", with: tools).outputText.hasPrefix("✗ 03 A subscriber: "))
      #expect(try await copy.kit("list").outputText.contains("▸ 03 A subscriber"))
    }
  }

  @Test func `check says when the last exercise is passed, and that there is none to take by itself`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      try pass([2, 3], in: copy)
      try solve(1, in: copy)
      let last = try await copy.kit("check", with: tools)
      #expect(last.outputText.hasSuffix("  All are done.\n"))
      let none = try await copy.kit("check", with: tools)
      #expect(none.status == 1)
      let message = "All exercises are done. Name one to do it again, as in: swift run kit check 03"
      #expect(none.errorText == "Error: \(message)\n")
      let again = try await copy.kit("check", "1", with: tools)
      #expect(again.status == 0)
    }
  }

  @Test(arguments: ["list", "check", "hint", "solution", "reset"])
  func `each says once what could not be read, and where it is`(_ command: String) async throws {
    try await withCopyOfExercises { copy in
      try copy.progress.url.writeIfChanged("{")
      let tools = try copy.standInTools()
      let result = try await command == "list" ? copy.kit(command) : copy.kit(command, "1", with: tools)
      let told = result.errorText
      let aside = try #require(copy.progress.setAside.first)
      #expect(told.hasPrefix("What was noted of your progress could not be read. It is now in "))
      #expect(told.contains("/.kit/\(aside).\n"))
      #expect(try await copy.kit("list").errorText == "")
    }
  }

  @Test func `solution is shown to whoever has passed, without hints and without a question`() async throws {
    try await withCopyOfExercises { copy in
      try solve(1, in: copy)
      _ = try await copy.kit("check", "1", with: copy.standInTools())
      let shown = try await copy.kit("solution", "1")
      #expect(shown.status == 0)
      #expect(shown.outputText == "PerformanceEvent.swift: yours is the solution.\n\n")
    }
  }

  @Test(arguments: [1, 2])
  func `solution is refused while there are hints, also to whoever says yes`(hints: Int) async throws {
    try await withCopyOfExercises { copy in
      try copy.progress.update { $0.hints[1] = hints }
      let refused = try await copy.kit("solution", "1", "--yes")
      #expect(refused.status == 1)
      let left = hints == 2 ? "is 1 hint" : "are 2 hints"
      #expect(refused.outputText == "Not yet: there \(left) left. swift run kit hint 01\n")
    }
  }

  @Test(arguments: [("y", true), ("YES", true), ("", false), ("n", false), ("yeah", false)])
  func `solution asks after the last hint, and takes only a yes for one`(answer: String, isShown: Bool) async throws {
    try await withCopyOfExercises { copy in
      try copy.progress.update { $0.hints[1] = 3 }
      let terminal = try PseudoTerminal()
      let kit = try terminal.start([kitProduct, "solution", "1"], in: copy.folder)
      defer { if kit.isRunning { kit.terminate() } }
      _ = try await terminal.screen(with: "You have not passed yet. Show the solution all the same? [y/N] ")
      terminal.type("\(answer)\n")
      if isShown { _ = try await terminal.screen(with: "+  .seatsReturned(count: count)") }
      kit.waitUntilExit()
      #expect(kit.terminationStatus == (isShown ? 0 : 1))
      #expect(terminal.screen.contains("seatsReturned") == isShown)
    }
  }

  @Test func `hint stays at the last, and says that it is, and what comes then`() async throws {
    try await withCopyOfExercises { copy in
      try copy.progress.update { $0.hints[1] = 2 }
      for _ in 0..<3 {
        let hint = try await copy.kit("hint", "1").outputText
        #expect(hint.hasPrefix("Hint 3 of 3 to 01 A new event\n"))
        #expect(hint.hasSuffix("  It was the last. The solution: swift run kit solution 01\n"))
      }
      #expect(try copy.progress.load().progress.hints == [1: 3])
    }
  }

  @Test func `list has a line for each exercise, and says what is done, what is next, and what is left`() async throws {
    try await withCopyOfExercises { copy in
      try pass([1], in: copy)
      let list = try await copy.kit("list")
      #expect(list.status == 0)
      #expect(
        list.outputText == """
          ✔ 01 A new event                               fill in   5 min
          ▸ 02 A renamed case                            fix      10 min
          · 03 A subscriber                              extend   10 min

          1/3
          About 20 minutes to go.

          """)
    }
  }

  @Test func `reset brings the exercise back, keeps a copy of what was there and says where`() async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
      let stubs = try exercise.sources.texts()
      try copy.set(["PerformanceEvent.swift": "// Mine.\n", "More.swift": "// Mine, too.\n"], for: exercise)
      let reset = try await copy.kit("reset", "1")
      #expect(reset.status == 0)
      let lines = reset.outputText.split(separator: "\n")
      #expect(lines.first == "01 A new event is as it was at first.")
      let kept = try #require(lines.last?.wholeMatch(of: /What you wrote is in (.*)\./)).1
      #expect(
        try URL(filePath: String(kept)).texts()
          == ["PerformanceEvent.swift": "// Mine.\n", "More.swift": "// Mine, too.\n"])
      #expect(try exercise.sources.texts() == stubs)
    }
  }

  @Test func `reset of what was never changed keeps nothing and speaks of no copy`() async throws {
    try await withCopyOfExercises { copy in
      let reset = try await copy.kit("reset", "1")
      #expect(reset.outputText == "01 A new event is as it was at first.\n")
      #expect(copy.keptWork.filesBelow() == [])
    }
  }

  private func solve(_ number: Int, in copy: ExercisesCopy) throws {
    let exercise = try #require(ExercisePackage(copy.exercises).exercise(number))
    try copy.set(Solution(of: exercise).solved, for: exercise)
  }

  private func pass(_ numbers: [Int], in copy: ExercisesCopy) throws {
    let exercises = try ExercisePackage(copy.exercises).exercises.filter { numbers.contains($0.number) }
    try copy.progress.update { progress in for exercise in exercises { progress.pass(exercise) } }
  }
}
