import Foundation
import TeachingKit
import Testing

@Suite("A page's table of exercises")
struct ExerciseTableTests {
  private let table = """
    | Exercise | Title | Minutes |
    |---|---|---|
    | 07 | [A page](../Exercises/Step3Store/07-a-page/Sources/A.swift) | 10 |
    | 08 | [Counted twice](../Exercises/Step3Store/08-counted-twice/Sources/A.swift) | 15 |

    """

  /// A repository with three exercises, of which two are of step 3, and a page for that step.
  private func withExercises(
    _ tutorial: String = "Tutorials/3-store.md#the-code", _ body: (TestRepository) async throws -> Void
  ) async throws {
    try await withTestRepository { repository in
      let exercises = [
        (4, 2, "the-mutator", "", 5), (7, 3, "a-page", "A page", 10), (8, 3, "counted-twice", "Counted twice", 15),
      ]
      for (number, step, name, title, minutes) in exercises {
        let folder = step == 3 ? "Step3Store/0\(number)-\(name)" : "Step2Entity/04-the-mutator"
        let link = step == 3 ? tutorial : "Tutorials/2-entity.md#gone"
        try repository.write(
          "Exercises/\(folder)/exercise.json",
          """
          {"number": \(number), "name": "\(name)", "title": "\(title)", "step": \(step), "kind": "fix", "minutes": \(minutes),
          "tutorial": "\(link)", "edit": ["A.swift"], "tests": 1, "hints": [], "lesson": ""}
          """)
        try repository.write("Exercises/\(folder)/Sources/A.swift", "")
      }
      try await body(repository)
    }
  }

  private func page(_ table: String) -> String {
    "# 3\n## The code\n<!-- exercises: 3 -->\n\(table)\nStart.\n"
  }

  @Test func `lists the exercises of a step, and differs where it does not`() async throws {
    try await withExercises { repository in
      func problems(_ table: String) async throws -> [Problem] {
        try repository.write("Tutorials/3-store.md", page(table))
        return try await repository.check(pages: ["Tutorials/3-store.md"]).problems
      }
      #expect(try await problems(table) == [])
      let other = try await problems(table.replacing("10 |", with: "5 |"))
      #expect(other.map(\.line) == [6])
      #expect(other.first?.text.contains("the exercises of step 3") == true)
      #expect(try await problems("").map(\.line) == [4])
      #expect(try await problems(table + "| 09 | none | 5 |\n").map(\.line) == [8])
    }
  }

  @Test func `is renewed in place, and nothing else is`() async throws {
    try await withExercises { repository in
      for old in [table.replacing("Counted", with: "Told"), table + "| 09 | none | 5 |\n", ""] {
        try repository.write("Tutorials/3-store.md", page(old))
        #expect(try await repository.check(writes: true, pages: ["Tutorials/3-store.md"]).problems == [])
        #expect(try repository.read("Tutorials/3-store.md") == page(table))
      }
    }
  }

  @Test(arguments: ["exercises: 9", "exercises: three", "exercises:"])
  func `is of a step that has exercises`(comment: String) async throws {
    try await withExercises { repository in
      try repository.write("Tutorials/3-store.md", page(table).replacing("exercises: 3", with: comment))
      let report = try await repository.check(writes: true, pages: ["Tutorials/3-store.md"])
      #expect(report.problems.map(\.line) == [3])
      #expect(report.renewed == [])
    }
  }

  @Test(
    arguments: [
      ("Tutorials/3-store.md#the-cod", "Do you mean"), ("Tutorials/3-store.md", "Say which section"),
      ("Tutorials/4-repository.md#the-code", "not a section of the page of step 3"),
    ])
  func `is led to by exercises that name a section of the step's page`(tutorial: String, text: String) async throws {
    try await withExercises(tutorial) { repository in
      try repository.write("Tutorials/3-store.md", page(table))
      let problems = try await repository.check(pages: ["Tutorials/3-store.md"]).problems
      #expect(
        problems.map(\.path) == [
          "Exercises/Step3Store/07-a-page/exercise.json", "Exercises/Step3Store/08-counted-twice/exercise.json",
        ])
      #expect(problems.allSatisfy { $0.line == 2 && $0.text.contains(text) })
    }
  }

  @Test func `is not known where an exercise's description cannot be read`() async throws {
    try await withExercises { repository in
      try repository.write("Exercises/Step3Store/07-a-page/exercise.json", "{}")
      try repository.write("Tutorials/3-store.md", page(""))
      let problems = try await repository.check(pages: ["Tutorials/3-store.md"]).problems
      #expect(problems.contains { $0.path == "Exercises/Step3Store/07-a-page/exercise.json" })
    }
  }
}
