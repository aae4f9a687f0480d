import Foundation
import TeachingKit
import Testing

/// Without builds: `CheckTests` tries each of them.
@Suite("A false pass")
struct FalsePassTests {
  @Test(arguments: FalsePass.allCases)
  func `can be tried on the exercises that are shipped`(falsePass: FalsePass) throws {
    let kit = try PackageFolder(above: URL(filePath: #filePath).deletingLastPathComponent())
    let forgery = try #require(try falsePass.forgery(of: ExercisePackage(kit.appending("Exercises")).exercises))
    let exercise = forgery.exercise
    let (sources, tests) = try (Solution(of: exercise).solved, exercise.tests.texts())
    // In one place it is not what it should be; else it would be a real pass, or refused for two reasons.
    #expect([forgery.sources != sources, forgery.tests != tests, !forgery.support.isEmpty].count { $0 } == 1)
  }

  @Test func `is refused by the verdict that names it, and by no other`() async throws {
    try await withCopyOfExercises { copy in
      let exercises = try ExercisePackage(copy.exercises).exercises
      for falsePass in FalsePass.allCases {
        let forgery = try #require(try falsePass.forgery(of: exercises))
        let named = try verdicts(of: forgery.exercise, in: copy).filter { falsePass.isRefused(by: $0.verdict, forgery) }
        #expect(named.map(\.falsePass) == [falsePass])
      }
    }
  }

  @Test func `has a row in the table of a verification, with its exercise and what is said to it`() async throws {
    try await withCopyOfExercises { copy in
      let exercises = try ExercisePackage(copy.exercises)
      let exercise = try #require(exercises.exercise(1))
      let attempts = try verdicts(of: exercise, in: copy).compactMap { falsePass, verdict in
        falsePass.map {
          FalsePasses.Attempt(falsePass: $0, exercise: exercise, verdict: verdict, isRefused: $0 != .noTests)
        }
      }
      let table = Verification(exercises, scores: [:], falsePasses: attempts, findings: Findings()).table
      #expect(table.contains("\nFalse passes refused: \(attempts.count - 1) of 6\n"))
      #expect(table.contains("\n  Skipped tests        01  Tests were skipped, and that is not passing: “a”."))
    }
  }

  /// What refuses each that can be tried on an exercise, and verdicts that refuse none of them.
  private func verdicts(
    of exercise: Exercise, in copy: ExercisesCopy
  ) throws -> [(falsePass: FalsePass?, verdict: Verdict)] {
    let exercises = try ExercisePackage(copy.exercises)
    let checker = Checker(
      exercises, runner: TestRunner(package: copy.exercises, kit: copy.folder, buildFolder: copy.folder))
    func failed(_ names: Set<String>) throws -> Verdict {
      let failing = names.reduce(into: [:]) { $0[$1] = "1 == 2" }
      let stream = RunStream.text(module: "\(exercise.module)Tests", names: names.sorted(), failing: failing)
      return try checker.verdict(.ran(TestReport(stream: Data(stream.utf8)), status: 1), on: exercise)
    }
    let answers = try Solution(of: exercise).mutants.compactMap { mutant -> (FalsePass?, Verdict)? in
      guard case .tests(let names) = mutant.fails else { return nil }
      let falsePasses: [String: FalsePass] = ["always-one": .constantReturn, "never-unsubscribed": .commentedOutBody]
      return (falsePasses[mutant.slug], try failed(names))
    }
    return answers + [
      (.skippedTests, .refused([.skipped(["a"])])),
      (.noTests, .refused([.wrongNumberOfTests(ran: 0, declared: exercise.info.tests)])),
      (.editedTestFile, .refused([.testFilesChanged(["T.swift"])])),
      (.editedSupportFile, .refused([.supportFilesChanged(["Sources/BoxOffice/BookingEvent.swift"])])),
      (nil, .refused([.supportFilesChanged(["Sources/BoxOffice/Seat.swift"])])),
      (nil, .passed(tests: exercise.info.tests)), (nil, try failed(["a test that no wrong answer fails"])),
      (nil, .refused([])), (nil, .refused([.wrongNumberOfTests(ran: 1, declared: exercise.info.tests)])),
      (nil, .refused([.skipped(["a"]), .todoLeft(file: "S.swift", line: 1)])),
    ]
  }
}
