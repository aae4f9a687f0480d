/// What a check says about what a learner has written.
package enum Verdict: Sendable {
  case passed(tests: Int)

  /// Tests ran, and some are red.
  case failed(Failure)

  case didNotCompile(CompilerError, others: Int, says: String?)

  /// A test ended the whole process, or would not end.
  case broke(tests: [String], tooLong: Bool)

  /// No test is red, and it is no pass all the same.
  case refused([Refusal])

  /// The build failed, and no error is in the learner's code.
  case couldNotBuild(String)

  package struct Failure: Sendable {
    /// The first red test, by its place in the file.
    package let test: TestReport.Test
    package let issue: TestReport.Issue
    package let failing: Int
    package let all: Int

    /// The sentence of the wrong answer that fails in the same tests.
    package let says: String?
  }

  package var isPass: Bool {
    if case .passed = self { true } else { false }
  }
}

/// Why something is no pass although no test is red.
package enum Refusal: Hashable, Sendable {
  /// From the folder of the exercises.
  case testFilesChanged([String])

  /// A file to be edited was renamed or deleted.
  case fileMissing(file: String)

  /// Neither tests nor files to edit: those of the exercise itself, or those that all exercises share.
  case supportFilesChanged([String])

  /// What was expected, or the error that was thrown, where it belongs to no test.
  case failedOutsideTests(String)

  /// The tests came to their end, and the run failed all the same.
  case endedBadly(status: Int32)
  case wrongNumberOfTests(ran: Int, declared: Int)
  case skipped([String])
  case todoLeft(file: String, line: Int)

  /// Lines were only taken away, or made comments.
  case nothingWritten(file: String)
}
