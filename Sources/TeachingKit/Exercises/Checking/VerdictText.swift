import Foundation

/// A verdict in words, for whoever has written the code.
package struct VerdictText {
  /// An error may have a note for each of twenty candidates.
  private static let shownNotes = 5

  package let exercise: Exercise
  package let terminal: Terminal

  package init(_ exercise: Exercise, for terminal: Terminal) {
    self.exercise = exercise
    self.terminal = terminal
  }

  package func text(_ verdict: Verdict) -> String {
    switch verdict {
    case .passed(let tests): passed(tests)
    case .failed(let failure): failed(failure)
    case .didNotCompile(let error, let others, let says):
      heading("it does not compile.", .red)
        + paragraph(error.message + (others > 0 ? " (Errors after this one: \(others).)" : ""))
        + error.notes.prefix(Self.shownNotes).map { paragraph("– \($0)") }.joined()
        + place(error.file, error.line) + (says.map { "\n" + paragraph($0) } ?? "")
    case .broke(let tests, let tooLong):
      heading(tooLong ? "it does not come to an end." : "it crashed.", .red)
        + paragraph(
          tooLong
            ? "The tests were stopped. Look for a loop without an end, or for something that is awaited and never comes."
            : "The whole process ended. Look for an index out of range, a number too large, or a forced unwrapping.")
        + (tests.isEmpty ? "" : paragraph("It happened in: " + tests.map { "“\($0)”" }.joined(separator: ", ")))
    case .refused(let refusals):
      heading("not a pass yet.", .yellow) + refusals.map { paragraph(explanation(of: $0)) }.joined()
    case .couldNotBuild(let output):
      heading("it could not be built, and the reason is not in your code.", .red)
        + output.split(separator: "\n").suffix(15).map { "  \($0)\n" }.joined()
        + paragraph("`swift run kit doctor` may know more.")
    }
  }

  /// What it comes down to, in one line.
  package func reason(_ verdict: Verdict) -> String {
    switch verdict {
    case .failed(let failure): failure.says ?? "“\(failure.test.name)” fails: \(failure.issue.message)"
    case .refused(let refusals): refusals.map(explanation).joined(separator: " ")
    default: text(verdict).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
  }

  private func passed(_ tests: Int) -> String {
    heading("passed, by \(tests) \(tests == 1 ? "test" : "tests").", .green) + paragraph(exercise.info.lesson)
  }

  private func failed(_ failure: Verdict.Failure) -> String {
    let heading = heading(
      "\(failure.failing) of \(failure.all) \(failure.all == 1 ? "test fails" : "tests fail").", .red)
    if let todo = failure.issue.todo {
      let place = firstTODO.map { self.place($0.file, $0.line) } ?? ""
      return heading + paragraph("Still to do: \(todo)") + place
    }
    return heading + paragraph("First: “\(failure.test.name)”")
      + failure.issue.comments.map { paragraph(terminal.styled($0, .bold)) }.joined()
      + paragraph(failure.issue.message)
      + place(failure.issue.file, failure.issue.line)
      + (failure.says.map { "\n" + paragraph($0) } ?? "")
  }

  private func explanation(of refusal: Refusal) -> String {
    switch refusal {
    case .testFilesChanged(let files):
      "The tests say what the exercise is, and they were changed: \(files.joined(separator: ", ")). Put them back by "
        + "`git checkout -- \(files.map { "Exercises/\($0)" }.joined(separator: " "))`, or take away what you have added."
    case .fileMissing(let file):
      "Exercises/\(file) is not there: it was renamed or deleted. Give it its name again; or begin anew by "
        + "`swift run kit reset \(exercise.label)`, which keeps a copy of what you have."
    case .supportFilesChanged(let files):
      supportFilesChanged(files)
    case .failedOutsideTests(let message):
      "Something failed outside any test: \(message) Look for a task that nobody waits for, or another thread: what "
        + "you begin must have ended when your code returns."
    case .endedBadly(let status):
      "No test is red, but the run failed, with status \(status). Look for what still runs when the tests are over, as a "
        + "task that nobody waits for, and crashes then."
    case .wrongNumberOfTests(let ran, let declared):
      "\(ran) of the \(declared) tests ran, and all are needed. Is part of the package of exercises changed?"
    case .skipped(let tests):
      "Tests were skipped, and that is not passing: \(tests.map { "“\($0)”" }.joined(separator: ", "))."
    case .todoLeft(let file, let line):
      "All tests are green, but a TODO is left: Exercises/\(file):\(line). Take the line out when it is done."
    case .nothingWritten(let file):
      "Lines were only taken out of Exercises/\(file), or made comments: nothing of your own stands there instead."
    }
  }

  private func supportFilesChanged(_ files: [String]) -> String {
    let paths = files.map { "Exercises/\($0)" }
    let (was, it) = files.count == 1 ? ("was changed, and is", "it") : ("were changed, and are", "them")
    // Only sources are made from the solution; what else there is has to come from the clone.
    let canBeReset = files.allSatisfy { $0.hasPrefix("\(exercise.path)/Sources/") }
    return "\(paths.joined(separator: ", ")) \(was) no part of the task. Put \(it) back by `git checkout -- "
      + "\(paths.joined(separator: " "))`"
      + (canBeReset
        ? "; or begin anew by `swift run kit reset \(exercise.label)`, which keeps a copy of what you wrote."
        : ", or take away what you have added.")
  }

  /// Where the learner can begin.
  package var firstTODO: (file: String, line: Int)? {
    for file in exercise.info.edit {
      let url = exercise.sources.appending(path: file)
      if let line = (try? url.text()).flatMap({ SourceCode($0).todos.first }) { return (url.path, line) }
    }
    return nil
  }

  private func heading(_ text: String, _ style: Terminal.Style) -> String {
    let sign = style == .green ? "✔" : "✗"
    let line = "\(sign) \(exercise.label) \(exercise.info.title): \(text)"
    return terminal.styled(line.wrapped(to: terminal.width), style) + "\n\n"
  }

  private func paragraph(_ text: String) -> String {
    text.wrapped(to: terminal.width, indentation: "  ") + "\n"
  }

  /// A place that editors can jump to: from the top of the repository, as learners run the command there.
  private func place(_ file: String, _ line: Int) -> String {
    let top = exercise.package.deletingLastPathComponent().path
    let short = file.hasPrefix("\(top)/") ? String(file.dropFirst(top.count + 1)) : file
    return "  " + terminal.styled("\(short):\(line)", .dim) + "\n"
  }
}
