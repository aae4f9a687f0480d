import Foundation
import TeachingKit
import Testing

@Suite("A course")
struct CourseTests {
  @Test func `gives one hint after the other, and the last one again`() async throws {
    try await withCourse { course in
      let exercise = try course.exercise(1)
      let given = try (0..<4).map { _ in try course.nextHint(exercise) }
      #expect(given.map(\.number) == [1, 2, 3, 3])
      #expect(given.map(\.hint) == exercise.info.hints + exercise.info.hints.suffix(1))
    }
  }

  @Test func `shows the solution after a pass, or after the last hint if that is confirmed`() async throws {
    try await withCourse { course in
      let exercise = try course.exercise(1)
      #expect(try course.access(to: exercise) == .hintsLeft(3))
      for _ in 0..<2 { _ = try course.nextHint(exercise) }
      #expect(try course.access(to: exercise) == .hintsLeft(1))
      _ = try course.nextHint(exercise)
      #expect(try course.access(to: exercise) == .toBeConfirmed)
      try course.progress.update { $0.pass(exercise) }
      #expect(try course.access(to: exercise) == .open)
    }
  }

  @Test func `lists what is done, what is next and how long the rest takes`() async throws {
    try await withCourse { course in
      try course.progress.update { $0.pass(try course.exercise(1)) }
      let terminal = Terminal(isInteractive: false, hasColours: false, width: 80)
      let lines = try course.list(for: terminal).split(separator: "\n")
      #expect(lines.map(\.first) == ["✔", "▸", "·", "1", "A"])
      #expect(lines[0].hasSuffix("5 min"))
      #expect(lines.suffix(2) == ["1/3", "About 20 minutes to go."])
      #expect(try course.list(for: terminal, limit: 2).contains("02 A renamed case"))
    }
  }

  @Test func `knows no exercise of another number`() async throws {
    try await withCourse { course in
      #expect(throws: NoSuchExercise.self) { try course.exercise(99) }
    }
  }

  @Test func `resets an exercise and keeps each state that is to be kept once`() async throws {
    try await withCourse { course in
      let exercise = try course.exercise(3)
      let file = exercise.sources.appending(path: "SalesBoard.swift")
      let stub = try file.text()
      #expect(try course.copies.reset(exercise) == nil)
      try file.writeIfChanged("// mine\n")
      #expect(try course.copies.keep(exercise) != nil)
      #expect(try course.copies.keep(exercise) == nil)
      try file.writeIfChanged("// mine, too\n")
      let copy = try #require(try course.copies.reset(exercise))
      #expect(try copy.appending(path: "SalesBoard.swift").text() == "// mine, too\n")
      #expect(try file.text() == stub)
    }
  }

  @Test func `keeps nothing of an exercise without files`() async throws {
    try await withCourse { course in
      let exercise = try course.exercise(3)
      try FileManager.default.removeItem(at: exercise.sources)
      #expect(try course.copies.keep(exercise) == nil)
      try course.copies.reset(exercise)
      #expect(exercise.sources.filesBelow() == ["SalesBoard.swift"])
    }
  }

  @Test func `shows the solution as a difference`() async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
      let text = try await SolutionText.text(of: exercise)
      #expect(text.contains("\n-  throw TODO("))
      #expect(text.contains("\n+  .seatsReturned(count: count)"))
    }
  }

  private func withCourse(_ body: (Course) throws -> Void) async throws {
    try await withCopyOfExercises { copy in
      let runner = TestRunner(package: copy.exercises, kit: copy.folder, buildFolder: copy.folder)
      try body(
        Course(ExercisePackage(copy.exercises), runner: runner, state: copy.folder.appending(path: ".kit")))
    }
  }
}
