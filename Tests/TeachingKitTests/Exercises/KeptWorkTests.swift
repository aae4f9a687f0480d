import Foundation
import TeachingKit
import Testing

/// What a check judges is kept, and what an editor or a learner does to the folder's files is no reason to fail.
@Suite("What a learner has written", .timeLimit(.minutes(5)))
struct KeptWorkTests {
  @Test func `is kept too when it is saved while a check runs`() async throws {
    try await withExercise { copy, exercise, file in
      let solved = try #require(Solution(of: exercise).solved[file.lastPathComponent])
      let tools = try copy.standInTools()
      let answer = "\"$here/01/solved/\(file.lastPathComponent)\""
      try tools.set("meanwhile", "[ -e \"$here/once\" ] || { touch \"$here/once\"; cp \(answer) \"$mine\"; }\n")
      try file.writeIfChanged("// Mine.\n")
      let check = try await copy.kit("check", "1", with: tools)
      #expect(check.status == 0, "What was saved last is what is judged.")
      #expect(tools.runs == ["01", "01"])
      let kept = try Set(copies(in: copy).map { $0[file.lastPathComponent] })
      #expect(kept == [Data("// Mine.\n".utf8), Data(solved.utf8)])
    }
  }

  @Test func `is kept when it is no text, and checked`() async throws {
    try await withExercise { copy, exercise, file in
      let binary = Data([0xFF, 0xFE, 0x00, 0xC3])
      try exercise.sources.appending(path: "Swap.swift~").writeIfChanged(binary)
      let check = try await copy.kit("check", "1", with: copy.standInTools())
      #expect(check.outputText.hasPrefix("✗ 01 A new event: 1 of 6 tests fail."))
      #expect(try copies(in: copy).map { $0["Swap.swift~"] } == [binary])
    }
  }

  @Test func `is judged also where the file is not all text`() async throws {
    try await withExercise { copy, exercise, file in
      let solved = try #require(Solution(of: exercise).solved[file.lastPathComponent])
      try file.writeIfChanged(Data(solved.utf8) + [0x2F, 0x2F, 0xFF])
      let check = try await copy.kit("check", "1", with: copy.standInTools())
      #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
    }
  }

  /// A file that is listed and cannot be found, like one that is gone in between.
  @Test func `is checked also while a file comes and goes beside it`() async throws {
    try await withExercise { copy, exercise, file in
      let lost = exercise.sources.appending(path: "Lost.swift")
      try FileManager.default.createSymbolicLink(atPath: lost.path, withDestinationPath: "nowhere")
      #expect(exercise.sources.filesBelow().contains("Lost.swift"))
      try file.writeIfChanged("// Mine.\n")
      let check = try await copy.kit("check", "1", with: copy.standInTools())
      #expect(check.outputText.hasPrefix("✗ 01 A new event: 1 of 6 tests fail."))
      #expect(try copies(in: copy) == [[file.lastPathComponent: Data("// Mine.\n".utf8)]])
    }
  }

  @Test func `is not checked without its file, and what there is to do is said`() async throws {
    try await withExercise { copy, exercise, file in
      let tools = try copy.standInTools()
      let renamed = exercise.sources.appending(path: "Renamed.swift")
      try FileManager.default.moveItem(at: file, to: renamed)
      let check = try await copy.kit("check", "1", with: tools)
      #expect(check.status == 1)
      let words = check.outputText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(
        words.hasPrefix(
          "✗ 01 A new event: not a pass yet. Exercises/\(exercise.path)/Sources/\(file.lastPathComponent) is not there: "
            + "it was renamed or deleted. Give it its name again; or begin anew by `swift run kit reset 01`,"))
      #expect(tools.runs == [])
      #expect(try copies(in: copy).map { $0.keys.sorted() } == [["Renamed.swift"]])
    }
  }

  /// Lends a copy of the exercises, the first of them, and its file.
  private func withExercise(_ body: (ExercisesCopy, Exercise, URL) async throws -> Void) async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
      try await body(copy, exercise, exercise.sources.appending(path: #require(exercise.info.edit.first)))
    }
  }

  /// What was kept of it, the oldest first, as contents by path.
  private func copies(in copy: ExercisesCopy) throws -> [[String: Data]] {
    let own = copy.keptWork.appending(path: "01")
    return try own.isFolder ? own.subfolders().map { try $0.contents() } : []
  }
}
