package import Foundation

/// What happened to each test of a run.
package struct TestReport: Sendable {
  package struct Test: Sendable {
    /// The sentence that it is named by.
    package let name: String

    /// The module it is in, as in `Exercise03Tests`.
    package let module: String
    package let file: String
    package let line: Int
    package var started = false
    package var ended = false

    /// Whether it did not run, or not to its end, because somebody wanted it so.
    package var skipped = false

    package var issues: [Issue] = []
  }

  package struct Issue: Sendable {
    /// What was expected, or the error that was thrown.
    package let message: String

    /// What the test has to say to it: the rule.
    package let comments: [String]
    package let file: String
    package let line: Int

    /// The sentence of the TODO that was thrown, if it was one.
    package var todo: String? {
      message.range(of: "TODO: ").map { start in
        let rest = message[start.upperBound...]
        return String(rest.hasSuffix("\"") ? rest.dropLast() : rest)
      }
    }
  }

  /// In the order in which they are written.
  package let tests: [Test]

  /// What failed outside any test, as in a detached task, which no test is known to have begun.
  package let issuesOfNoTest: [Issue]

  /// Whether the run came to its end; if not, it crashed or was stopped.
  package let isComplete: Bool

  /// - Parameter stream: What Swift Testing wrote, whole or up to a crash.
  package init(stream: Data) {
    var tests: [String: Test] = [:]
    var issuesOfNoTest: [Issue] = []
    var isComplete = false
    for event in TestEvent.read(stream) {
      let payload = event.payload
      switch (event.kind, payload.kind) {
      case ("test", "function"):
        guard let id = payload.id else { continue }
        tests[id] = Test(payload, id: id)
      case ("event", "testStarted"): tests[payload.testID ?? ""]?.started = true
      case ("event", "testEnded"): tests[payload.testID ?? ""]?.ended = true
      // A test that is cancelled began, and ends without an issue; from Swift 6.3 on, the code under test can do it.
      case ("event", "testSkipped"), ("event", "testCancelled"), ("event", "testCaseCancelled"):
        tests[payload.testID ?? ""]?.skipped = true
      case ("event", "issueRecorded") where payload.issue?.isKnown != true:
        if let id = payload.testID, tests[id] != nil {
          tests[id]?.issues.append(Issue(payload))
        } else {
          issuesOfNoTest.append(Issue(payload))
        }
      case ("event", "runEnded"): isComplete = true
      default: continue
      }
    }
    self.tests = tests.values.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    self.issuesOfNoTest = issuesOfNoTest
    self.isComplete = isComplete
  }

  private init(tests: [Test], issuesOfNoTest: [Issue], isComplete: Bool) {
    self.tests = tests
    self.issuesOfNoTest = issuesOfNoTest
    self.isComplete = isComplete
  }

  /// The part of it that is about one exercise, and what failed outside any test.
  package func of(_ exercise: Exercise) -> TestReport {
    TestReport(
      tests: tests.filter { $0.module == "\(exercise.module)Tests" }, issuesOfNoTest: issuesOfNoTest,
      isComplete: isComplete)
  }

  package var failing: [Test] { tests.filter { !$0.issues.isEmpty } }
  package var skipped: [Test] { tests.filter(\.skipped) }

  /// Those that had begun when the run broke off.
  package var unfinished: [Test] { tests.filter { $0.started && !$0.ended } }
}

extension TestReport.Test {
  fileprivate init(_ payload: TestEvent.Payload, id: String) {
    let name = payload.name ?? id
    self.init(
      name: payload.displayName ?? (name.hasSuffix("()") ? String(name.dropLast(2)) : name),
      module: String(id.prefix { $0 != "." }),
      file: payload.sourceLocation?._filePath ?? payload.sourceLocation?.filePath ?? "",
      line: payload.sourceLocation?.line ?? 0)
  }
}

extension TestReport.Issue {
  fileprivate init(_ payload: TestEvent.Payload) {
    let messages = payload.messages ?? []
    let place = payload.issue?.sourceLocation
    message = messages.first { $0.symbol != "details" }?.text ?? messages.first?.text ?? "It failed."
    comments = messages.filter { $0.symbol == "details" }.compactMap(\.text)
    file = place?._filePath ?? place?.filePath ?? ""
    line = place?.line ?? 0
  }
}
