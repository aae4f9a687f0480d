import Foundation
import TeachingKit
import Testing

@Suite("The verification of files")
struct FileVerificationTests {
  @Test func `finds nothing wrong with what is shipped`() async throws {
    try await withCopyOfExercises { copy in
      let findings = try findings(copy)
      #expect(findings == [])
    }
  }

  @Test func `finds a stub that its solution does not make, and writes it anew with a copy of what was there`()
    async throws
  {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(3))
      let solution = try Solution(of: exercise)
      try copy.set(solution.solved, for: exercise)
      #expect(try findings(copy).count == 1)
      let copies = WorkCopies(copy.folder.appending(path: "work"))
      #expect(try findings(copy, renewingWith: copies) == [])
      #expect(try findings(copy) == [])
      let kept = try #require(try copies.newest(of: exercise)).appending(path: "SalesBoard.swift").text()
      #expect(kept == solution.solved["SalesBoard.swift"])
    }
  }

  @Test func `takes no offence at a learner's files, and tells whose they are`() async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(3))
      try copy.set(["SalesBoard.swift": "// Mine.\n", "Mine.swift": ""], for: exercise)
      #expect(try findings(copy).count == 2)
      var verification = FileVerification(of: try ExercisePackage(copy.exercises), hasLearner: true)
      let solutions = try verification.run()
      #expect(verification.findings.all == [])
      #expect(verification.workedOn.map(\.number) == [3])
      #expect(solutions[3] != nil)
    }
  }

  @Test func `finds a test file that was changed, by a learner too`() async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
      try exercise.tests.appending(path: "More.swift").writeIfChanged("// more")
      var verification = FileVerification(of: try ExercisePackage(copy.exercises), hasLearner: true)
      _ = try verification.run()
      #expect(verification.findings.all.contains { $0.hasPrefix("checksums.json") })
    }
  }

  @Test func `tells a folder of step 10 from one of step 1`() async throws {
    try await withCopyOfExercises { copy in
      let folder = copy.exercises.appending(path: "Step1Events")
      try FileManager.default.moveItem(at: folder, to: copy.exercises.appending(path: "Step10Events"))
      #expect(try findings(copy).contains { $0.contains("it is not in a folder of step 1") })
    }
  }

  @Test(arguments: [
    (#""minutes": 10"#, #""minutes": 20"#, "5 to 15 minutes"), (#""kind": "extend""#, #""kind": "fix""#, "kind “fix”"),
    (#""step": 1"#, #""step": 2"#, "step 2"), (#""name": "a-subscriber""#, #""name": "b""#, "called 03-b"),
    (#""title":"#, #""other":"#, "title"),
  ])
  func `finds a description that does not fit`(_ text: String, _ other: String, _ words: String) async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(3))
      let file = exercise.folder.appending(path: "exercise.json")
      let changed = try file.text().replacing(text, with: other)
      try file.writeIfChanged(changed)
      let found: [String]
      do {
        found = try findings(copy)
      } catch let error as FormatError {
        found = [error.description]
      }
      #expect(found.contains { $0.contains(words) }, "\(found)")
    }
  }

  @Test func `finds a last hint that is the solution`() async throws {
    try await withCopyOfExercises { copy in
      let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
      let file = exercise.folder.appending(path: "exercise.json")
      let giveaway = "case seatsReturned(count: Int), case seatsReturned, .seatsReturned(count: count)"
      let hint = try #require(exercise.info.hints.last)
      try file.writeIfChanged(file.text().replacing(hint, with: giveaway))
      #expect(try findings(copy).contains { $0.hasSuffix("the last hint is the solution") })
    }
  }

  private func findings(_ copy: ExercisesCopy, renewingWith copies: WorkCopies? = nil) throws -> [String] {
    var verification = FileVerification(of: try ExercisePackage(copy.exercises), renewingWith: copies)
    _ = try verification.run()
    return verification.findings.all
  }
}
