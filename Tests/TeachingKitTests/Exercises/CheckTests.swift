import Foundation
import TeachingKit
import Testing

/// Real checks, with real builds: of a copy of the first exercises, in a build folder that is kept for the next run.
@Suite("A check", .serialized)
struct CheckTests {
  private let folder: URL
  private let copy: ExercisesCopy
  private let course: Course

  init() throws {
    let kit = try PackageFolder(above: URL(filePath: #filePath).deletingLastPathComponent())
    folder = kit.appending(".build/check-tests")
    try? FileManager.default.removeItem(at: folder.appending(path: ".kit"))
    copy = try ExercisesCopy(in: folder)
    course = try Self.course(of: copy, in: folder)
  }

  private static func course(
    of copy: ExercisesCopy, in folder: URL, limit: Duration = .seconds(30)
  ) throws -> Course {
    let runner = TestRunner(
      package: copy.exercises, kit: folder, buildFolder: folder.appending(path: ".build"), limit: limit)
    return try Course(ExercisePackage(copy.exercises), runner: runner, state: folder.appending(path: ".kit"))
  }

  @Test func `finds a stub red, with what is to be done, while no other exercise compiles`() async throws {
    for number in [1, 2] { try copy.set(["Broken.swift": "This does not compile."], for: course.exercise(number)) }
    let exercise = try course.exercise(3)
    let verdict = try await course.check(exercise)
    guard case .failed(let failure) = verdict else { Issue.record("\(verdict)"); return }
    #expect(failure.issue.todo == "Subscribe to the events of performances, and add up what happens to this one.")
    #expect(failure.all == exercise.info.tests)
    #expect(try course.copies.newest(of: exercise) == nil, "What is as shipped needs no copy.")
  }

  @Test func `passes a solution, notes it and keeps a copy`() async throws {
    let exercise = try course.exercise(3)
    let solved = try Solution(of: exercise).solved
    try copy.set(solved, for: exercise)
    #expect(try await course.check(exercise).isPass)
    #expect(try course.progress.load().progress.isDone(exercise))
    let kept = try #require(try course.copies.newest(of: exercise))
    #expect(try kept.appending(path: "SalesBoard.swift").text() == solved["SalesBoard.swift"])
    try course.copies.reset(exercise)
    #expect(try exercise.sources.appending(path: "SalesBoard.swift").text().contains("throw TODO"))
    #expect(try course.copies.newest(of: exercise) == kept)
  }

  @Test(
    arguments: [
      (.skippedTests, "Tests were skipped, and that is not passing: “the new event has a stored name”."),
      (.noTests, "0 of the 6 tests ran, and all are needed. Is part of the package of exercises changed?"),
      (
        .commentedOutBody,
        "`close` ends nothing: the bus still has the handler, and calls it. Hand your subscription to `unsubscribe`."
      ),
      (
        .editedTestFile,
        "The tests say what the exercise is, and they were changed: Step1Events/01-a-new-event/Tests/NewEventTests.swift. "
          + "Put them back by `git checkout -- Exercises/Step1Events/01-a-new-event/Tests/NewEventTests.swift`, or take "
          + "away what you have added."
      ),
      (
        .editedSupportFile,
        "Exercises/Sources/BoxOffice/BookingEvent.swift was changed, and is no part of the task. Put it back by "
          + "`git checkout -- Exercises/Sources/BoxOffice/BookingEvent.swift`, or take away what you have added."
      ),
      (.constantReturn, "You always return the same number of seats. Use the argument of `bringBack`."),
    ] as [(FalsePass, String)])
  func `falls for no false pass, and says what it is`(falsePass: FalsePass, reason: String) async throws {
    let falsePasses = FalsePasses(
      of: course.exercises, course.exercises.exercises, in: copy.folder.appending(path: "forged"), kit: copy.folder,
      buildFolder: copy.folder.appending(path: ".build")
    ) { _ in }
    let attempt = try #require(try await falsePasses.attempt(falsePass))
    #expect(attempt.isRefused)
    #expect(attempt.reason == reason)
  }

  @Test(arguments: [
    ("atexit { abort() }", "No test is red, but the run failed"),
    (
      """
      let end = DispatchSemaphore(value: 0)
      Thread {
        Issue.record("no")
        end.signal()
      }.start()
      end.wait()
      """, "Something failed outside any test"
    ),
  ])
  func `passes nothing that fails outside its tests`(code: String, reason: String) async throws {
    let exercise = try course.exercise(3)
    let solved = try #require(Solution(of: exercise).solved["SalesBoard.swift"])
    let failing = solved.replacing(
      "    bus.unsubscribe(subscription)", with: "    bus.unsubscribe(subscription)\n    \(code)")
    try copy.set(["SalesBoard.swift": "import Foundation\nimport Testing\n\(failing)"], for: exercise)
    let verdict = try await course.check(exercise)
    #expect(VerdictText(exercise, for: .plain).reason(verdict).hasPrefix(reason))
  }

  @Test func `says where something does not compile, and why if that is known`() async throws {
    let exercise = try course.exercise(2)
    let solution = try Solution(of: exercise)
    let both = try #require(solution.mutants.first { $0.slug == "both-names" })
    try copy.set(solution.mutated(by: both), for: exercise)
    let verdict = try await course.check(exercise)
    guard case .didNotCompile(let error, _, let says) = verdict else { Issue.record("\(verdict)"); return }
    #expect(error.file.hasSuffix("02-a-renamed-case/Sources/ShowEvent.swift"))
    #expect(says == both.says)
  }

  @Test func `sees what is saved within the second of the save before`() async throws {
    let exercise = try course.exercise(3)
    let right = try #require(Solution(of: exercise).solved["SalesBoard.swift"])
    let wrong = right.replacing("count.add(-seats)", with: "count.add(seats)")
    let file = exercise.sources.appending(path: "SalesBoard.swift")
    let second = Date(timeIntervalSince1970: 1_700_000_000)
    for (part, passes) in [(0.1, true), (0.2, false), (0.3, true)] {
      try copy.set(["SalesBoard.swift": passes ? right : wrong], for: exercise)
      // A little later each time, as the build system sees it, and at the same time, as the compiler does.
      let time = second.addingTimeInterval(part)
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file.path)
      let verdict = try await course.check(exercise)
      #expect(verdict.isPass == passes)
    }
  }

  @Test func `checks again what was saved while it was checked`() async throws {
    let exercise = try course.exercise(3)
    let solution = try Solution(of: exercise)
    let stub = try #require(solution.stubs["SalesBoard.swift"])
    let solved = try #require(solution.solved["SalesBoard.swift"]?.data(using: .utf8)).base64EncodedString()
    // Code that saves the solution in its own place when it is run, and fails.
    let saving = stub.replacing(
      "    throw TODO(\"Subscribe",
      with: """
            try Data(base64Encoded: "\(solved)")?.write(to: URL(filePath: #filePath))
            throw TODO("Subscribe
        """)
    #expect(saving != stub)
    try copy.set(["SalesBoard.swift": saving], for: exercise)
    #expect(try await course.check(exercise).isPass)
  }

  @Test func `ends code that does not come to an end, and says in which test`() async throws {
    let course = try Self.course(of: copy, in: folder, limit: .seconds(6))
    let exercise = try course.exercise(3)
    let solved = try #require(Solution(of: exercise).solved["SalesBoard.swift"])
    let endless = solved.replacing("    bus.unsubscribe(subscription)", with: "    while seatsSold >= 0 {}")
    try copy.set(["SalesBoard.swift": endless], for: exercise)
    let verdict = try await course.check(exercise)
    guard case .broke(let tests, tooLong: true) = verdict else { Issue.record("\(verdict)"); return }
    #expect(tests.contains("close leaves nobody on the bus"))
  }

  /// A slow machine may take as long to start a program, or to end it, without a test being to blame.
  @Test func `blames no test for a program that ends late`() async throws {
    let course = try Self.course(of: copy, in: folder, limit: .seconds(4))
    let exercise = try course.exercise(3)
    let solved = try #require(Solution(of: exercise).solved["SalesBoard.swift"])
    let line = "    bus.unsubscribe(subscription)"
    let late = "import Foundation\n" + solved.replacing(line, with: "    atexit { sleep(7) }\n\(line)")
    try #require(late.contains("atexit"))
    try copy.set(["SalesBoard.swift": late], for: exercise)
    let verdict = try await course.check(exercise)
    #expect(verdict.isPass, "\(verdict)")
  }

  @Test func `says in which test code crashed`() async throws {
    let exercise = try course.exercise(3)
    let solved = try #require(Solution(of: exercise).solved["SalesBoard.swift"])
    let crash = solved.replacing("    bus.unsubscribe(subscription)", with: "    fatalError()")
    try copy.set(["SalesBoard.swift": crash], for: exercise)
    let verdict = try await course.check(exercise)
    guard case .broke(let tests, tooLong: false) = verdict else { Issue.record("\(verdict)"); return }
    #expect(!tests.isEmpty)
  }
}
