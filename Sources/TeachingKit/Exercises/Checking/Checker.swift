package import Foundation

/// Says whether an exercise is solved.
///
/// A pass needs: what is no part of the task is as it was; the tests ran, as many as declared, none skipped, all green;
/// nothing failed outside them, nor afterwards; no TODO is left, and something was written.
package struct Checker: Sendable {
  package let exercises: ExercisePackage
  package let runner: TestRunner

  package init(_ exercises: ExercisePackage, runner: TestRunner) {
    self.exercises = exercises
    self.runner = runner
  }

  /// - Parameter keep: Is given the sources, by path, each time before they are judged.
  /// - Throws: `FormatError` if the exercise itself is not in order; what running a program throws, or `keep`.
  package func check(_ exercise: Exercise, keep: ([String: Data]) throws -> Void = { _ in }) async throws -> Verdict {
    // What is saved while it is built may be in it or not; then it is another answer, to be checked again.
    while true {
      let judged = try exercise.sources.contents()
      try keep(judged)
      let verdict = try await verdict(on: judged, exercise)
      // What an editor puts beside them for a moment is not built.
      let now = try exercise.sources.contents()
      if now.filter({ $0.key.hasSuffix(".swift") }) == judged.filter({ $0.key.hasSuffix(".swift") }) { return verdict }
    }
  }

  private func verdict(on sources: [String: Data], _ exercise: Exercise) async throws -> Verdict {
    let refusals = try refusalsOfChanges(exercise)
    guard refusals.isEmpty else { return .refused(refusals) }
    // Without it nothing compiles, and what the compiler says of that is about the tests.
    let missing = exercise.info.edit.filter { sources[$0] == nil }
    guard missing.isEmpty else { return .refused(missing.map { .fileMissing(file: exercise.pathOfSource($0)) }) }
    return try verdict(await runner.test(only: exercise), on: exercise)
  }

  private func refusalsOfChanges(_ exercise: Exercise) throws -> [Refusal] {
    let changed = try Checksums(readFrom: exercises).changedFiles(of: exercise, in: exercises)
    let tests = changed.filter { $0.hasPrefix("\(exercise.path)/Tests/") }
    let others = changed.filter { !tests.contains($0) }
    return (tests.isEmpty ? [] : [.testFilesChanged(tests)]) + (others.isEmpty ? [] : [.supportFilesChanged(others)])
  }

  /// What the outcome of a run means.
  package func verdict(_ outcome: TestRunner.Outcome, on exercise: Exercise) throws -> Verdict {
    let solution = try Solution(of: exercise)
    switch outcome {
    case .didNotBuild(let output): return verdict(onBuild: output, exercise, solution)
    case .ranTooLong(let report): return .broke(tests: report.unfinished.map(\.name), tooLong: true)
    case .ran(let report, let status):
      guard report.isComplete else { return .broke(tests: report.unfinished.map(\.name), tooLong: false) }
      let own = report.of(exercise)
      if let failure = failure(own, solution) { return .failed(failure) }
      let refusals = try refusals(own, status: status, exercise, solution)
      return refusals.isEmpty ? .passed(tests: own.tests.count) : .refused(refusals)
    }
  }

  private func verdict(onBuild output: String, _ exercise: Exercise, _ solution: Solution) -> Verdict {
    let errors = CompilerError.all(in: output).filter { $0.file.contains("/\(exercise.path)/") }
    // What is wrong in the learner's file often makes errors in the tests, too.
    guard let first = errors.first(where: { !$0.file.contains("/Tests/") }) ?? errors.first else {
      return .couldNotBuild(output)
    }
    let says = solution.mutants.first { mutant in
      guard case .compiler(let words) = mutant.fails else { return false }
      return errors.contains { $0.message.contains(words) }
    }
    return .didNotCompile(first, others: errors.count - 1, says: says?.says)
  }

  private func failure(_ report: TestReport, _ solution: Solution) -> Verdict.Failure? {
    let failing = report.failing
    guard let test = failing.first, let issue = test.issues.first else { return nil }
    let alike = solution.mutants(failing: .tests(Set(failing.map(\.name))))
    // What is still to be done says enough; and where two fail alike, either sentence might be wrong.
    let says = issue.todo == nil && alike.count == 1 ? alike[0].says : nil
    return Verdict.Failure(test: test, issue: issue, failing: failing.count, all: report.tests.count, says: says)
  }

  private func refusals(
    _ report: TestReport, status: Int32, _ exercise: Exercise, _ solution: Solution
  ) throws -> [Refusal] {
    var refusals: [Refusal] = []
    if let issue = report.issuesOfNoTest.first {
      refusals.append(.failedOutsideTests(issue.message))
    } else if status != 0 {
      refusals.append(.endedBadly(status: status))
    }
    let ran = report.tests.count { $0.ended }
    if !report.skipped.isEmpty {
      refusals.append(.skipped(report.skipped.map(\.name)))
    } else if ran != exercise.info.tests {
      refusals.append(.wrongNumberOfTests(ran: ran, declared: exercise.info.tests))
    }
    let sources = try exercise.sources.contents()
    for file in solution.files where exercise.info.edit.contains(file.path) {
      let path = exercise.pathOfSource(file.path)
      guard let data = sources[file.path] else {
        refusals.append(.fileMissing(file: path))
        continue
      }
      let written = SourceCode(String(decoding: data, as: UTF8.self))
      let stub = SourceCode(file.source.stub)
      if let line = written.todos.first {
        refusals.append(.todoLeft(file: path, line: line))
      } else if written.onlyTakesAway(from: stub), !SourceCode(file.source.solution).onlyTakesAway(from: stub) {
        refusals.append(.nothingWritten(file: path))
      }
    }
    return refusals
  }
}
