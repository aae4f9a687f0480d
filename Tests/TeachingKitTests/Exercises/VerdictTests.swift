import Foundation
import TeachingKit
import Testing

/// What a check makes of a run, without running anything: streams are made as Swift Testing writes them.
@Suite("A verdict")
struct VerdictTests {
  private static let names = [
    "seats sold count up, seats returned count down", "all events of one publish count",
    "other performances are not counted", "after close nothing is counted", "close leaves nobody on the bus",
    "closing one board leaves the others",
  ]

  @Test func `is a pass if all tests ran and something was written`() async throws {
    let verdict = try await verdict(on: stream())
    #expect(verdict.isPass)
  }

  @Test func `is none if a test was skipped`() async throws {
    let refusals = try await refusals(on: stream(skipped: [Self.names[1]]))
    #expect(refusals == [.skipped([Self.names[1]])])
  }

  // As `Test.cancel` does, which code under test may call too.
  @Test func `is none if a test was cancelled`() async throws {
    let refusals = try await refusals(on: stream(cancelled: [Self.names[1]]))
    #expect(refusals == [.skipped([Self.names[1]])])
  }

  @Test func `is none if something failed outside any test, and says what`() async throws {
    let stream = stream(failingOutside: "Expectation failed: 1 == 2")
    let refusals = try await refusals(on: stream, status: 1)
    #expect(refusals == [.failedOutsideTests("Expectation failed: 1 == 2")])
    #expect(
      try await words(refusals).hasPrefix("Something failed outside any test: Expectation failed: 1 == 2 Look for"))
  }

  // As after a crash of what still runs when the last test has ended.
  @Test func `is none if the run failed with no test red`() async throws {
    let refusals = try await refusals(on: stream(), status: 1)
    #expect(refusals == [.endedBadly(status: 1)])
    #expect(try await words(refusals).hasPrefix("No test is red, but the run failed, with status 1. Look for"))
  }

  @Test func `is about the red test where one is, whatever failed outside any`() async throws {
    let stream = stream(failing: [Self.names[1]: "Expectation failed: 1 == 2"], failingOutside: "x")
    #expect(try await failure(on: stream).test.name == Self.names[1])
  }

  @Test func `is none if no test ran`() async throws {
    #expect(try await refusals(on: stream(names: [])) == [.wrongNumberOfTests(ran: 0, declared: 6)])
  }

  @Test func `is none if one test is missing, or one too many`() async throws {
    #expect(
      try await refusals(on: stream(names: Self.names.dropLast())) == [.wrongNumberOfTests(ran: 5, declared: 6)])
    #expect(
      try await refusals(on: stream(names: Self.names + ["more"])) == [.wrongNumberOfTests(ran: 7, declared: 6)])
  }

  @Test func `is none if a TODO is left`() async throws {
    let refusals = try await refusals(on: stream()) { $0 + "// TODO: Tidy up.\n" }
    guard case .todoLeft(let file, let line) = try #require(refusals.first) else { Issue.record("\(refusals)"); return }
    #expect(file == "Step1Events/03-a-subscriber/Sources/SalesBoard.swift")
    #expect(line > 40)
  }

  @Test func `is none if the stub's lines were only made comments`() async throws {
    let refusals = try await refusals(on: stream(), solved: false) { stub in
      stub.replacing("// TODO: ", with: "// ").replacing("throw TODO", with: "// throw")
    }
    #expect(refusals == [.nothingWritten(file: "Step1Events/03-a-subscriber/Sources/SalesBoard.swift")])
  }

  @Test func `has the first red test, and the sentence of the wrong answer that fails in the same tests`() async throws
  {
    let failure = try await failure(on: stream(failing: [Self.names[1]: "Expectation failed: 1 == 2"]))
    #expect(failure.test.name == Self.names[1])
    #expect(failure.issue.message == "Expectation failed: 1 == 2")
    #expect(failure.failing == 1)
    #expect(failure.all == 6)
    #expect(failure.says?.hasPrefix("You look at the first event of the list only.") == true)
  }

  @Test func `has no sentence where no wrong answer fails in the same tests`() async throws {
    let failing = [Self.names[1]: "x", Self.names[2]: "x"]
    #expect(try await failure(on: stream(failing: failing)).says == nil)
  }

  @Test func `has no sentence besides that of a TODO`() async throws {
    let failure = try await failure(on: stream(failing: [Self.names[1]: "Caught error: TODO: Count."]))
    #expect(failure.issue.todo == "Count.")
    #expect(failure.says == nil)
  }

  @Test func `says in which test the process crashed`() async throws {
    let whole = stream(unfinished: [Self.names[2]])
    let verdict = try await verdict(on: whole.split(separator: "\n").dropLast().joined(separator: "\n"))
    guard case .broke(let tests, tooLong: false) = verdict else { Issue.record("\(verdict)"); return }
    #expect(tests == [Self.names[2]])
  }

  @Test func `has the learner's first compiler error, before those that it makes in the tests`() async throws {
    let folder = "/kit/Exercises/Step1Events/03-a-subscriber"
    let output = """
      \(folder)/Tests/SubscriberTests.swift:9:1: error: in the test
      \(folder)/Sources/SalesBoard.swift:12:3: error: in the source
      \(folder)/Sources/SalesBoard.swift:12:3: error: in the source
      """
    let verdict = try await verdict(onBuild: output)
    guard case .didNotCompile(let error, others: 1, says: nil) = verdict else { Issue.record("\(verdict)"); return }
    #expect(error.file == "\(folder)/Sources/SalesBoard.swift")
    #expect(error.line == 12)
    #expect(error.message == "in the source")
  }

  @Test func `blames nobody for a build that fails elsewhere`() async throws {
    let verdict = try await verdict(onBuild: "/kit/Sources/A.swift:1:1: error: no\nerror: fatalError")
    guard case .couldNotBuild = verdict else { Issue.record("\(verdict)"); return }
  }

  @Test func `refuses what lost its file while it was tested`() async throws {
    try await withChecker(solved: true) { checker, exercise in
      try FileManager.default.removeItem(at: exercise.sources.appending(path: "SalesBoard.swift"))
      let verdict = try checker.verdict(.ran(TestReport(stream: Data(stream().utf8)), status: 0), on: exercise)
      guard case .refused(let refusals) = verdict else { Issue.record("\(verdict)"); return }
      #expect(refusals == [.fileMissing(file: "Step1Events/03-a-subscriber/Sources/SalesBoard.swift")])
    }
  }

  // MARK: -

  private func verdict(
    on stream: String, status: Int32 = 0, solved: Bool = true, change: (String) -> String = { $0 }
  ) async throws -> Verdict {
    try await withChecker(solved: solved, change: change) { checker, exercise in
      try checker.verdict(.ran(TestReport(stream: Data(stream.utf8)), status: status), on: exercise)
    }
  }

  private func verdict(onBuild output: String) async throws -> Verdict {
    try await withChecker(solved: true) { checker, exercise in
      try checker.verdict(.didNotBuild(output), on: exercise)
    }
  }

  private func refusals(
    on stream: String, status: Int32 = 0, solved: Bool = true, change: (String) -> String = { $0 }
  ) async throws -> [Refusal] {
    let verdict = try await verdict(on: stream, status: status, solved: solved, change: change)
    guard case .refused(let refusals) = verdict else { Issue.record("\(verdict)"); return [] }
    return refusals
  }

  private func failure(on stream: String) async throws -> Verdict.Failure {
    guard case .failed(let failure) = try await verdict(on: stream, status: 1) else { throw NoFailure() }
    return failure
  }

  /// What is said to whoever gets these.
  private func words(_ refusals: [Refusal]) async throws -> String {
    try await withChecker(solved: true) { VerdictText($1, for: .plain).reason(.refused(refusals)) }
  }

  private struct NoFailure: Error {}

  /// Lends a checker, and exercise 03 with the solution or the stub in it.
  private func withChecker<Value>(
    solved: Bool, change: (String) -> String = { $0 }, _ body: (Checker, Exercise) throws -> Value
  ) async throws -> Value {
    try await withCopyOfExercises { copy in
      let exercises = try ExercisePackage(copy.exercises)
      let exercise = try #require(exercises.exercise(3))
      let solution = try Solution(of: exercise)
      try copy.set((solved ? solution.solved : solution.stubs).mapValues(change), for: exercise)
      let runner = TestRunner(package: copy.exercises, kit: copy.folder, buildFolder: copy.folder)
      return try body(Checker(exercises, runner: runner), exercise)
    }
  }

  private func stream(
    names: [String] = names, failing: [String: String] = [:], skipped: Set<String> = [],
    cancelled: Set<String> = [], unfinished: Set<String> = [], failingOutside: String? = nil
  ) -> String {
    RunStream.text(
      module: "Exercise03Tests", names: names, failing: failing, skipped: skipped, cancelled: cancelled,
      unfinished: unfinished, failingOutside: failingOutside)
  }
}
