import Foundation
import TeachingKit
import Testing

@Suite("A report of tests")
struct TestReportTests {
  @Test func `tells what happened to each test, in the order of the file`() throws {
    let report = try Recording.report("all-kinds")
    #expect(report.isComplete)
    #expect(
      report.tests.map(\.name) == ["passes", "is skipped", "throws a todo", "expects", "never", "known", "params(_:)"])
    #expect(report.tests.allSatisfy { $0.module == "Exercise01Tests" })
    #expect(report.skipped.map(\.name) == ["is skipped"])
    #expect(report.failing.map(\.name) == ["throws a todo", "never", "params(_:)"])
    #expect(report.unfinished.isEmpty)
  }

  @Test func `has the rule, the message and the place of a failure`() throws {
    let issue = try #require(try Recording.report("all-kinds").failing.last?.issues.first)
    #expect(issue.comments == ["Rule n."])
    #expect(issue.message == "Expectation failed: (n → 2) == 1")
    #expect(issue.line == 10)
    #expect(issue.file.hasSuffix("/Tests/NewEventTests.swift"))
  }

  @Test func `knows a TODO, thrown or caught where nothing should be thrown`() throws {
    #expect(try Recording.report("all-kinds").failing.map { $0.issues[0].todo } == ["Do it.", "Hm.", nil])
  }

  @Test func `says where a run broke off`() throws {
    let report = try Recording.report("broken-off")
    #expect(!report.isComplete)
    #expect(report.unfinished.map(\.name) == ["passes", "throws a todo", "expects", "never", "known", "params(_:)"])
  }

  @Test func `has no tests if nothing was written`() {
    let report = TestReport(stream: Data("not JSON\n{}\n".utf8))
    #expect(report.tests.isEmpty)
    #expect(!report.isComplete)
  }
}

/// What Swift Testing once wrote, on a real run.
enum Recording {
  static func stream(_ name: String) throws -> Data {
    try Data(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recordings/\(name).jsonl"))
  }

  static func report(_ name: String) throws -> TestReport {
    TestReport(stream: try stream(name))
  }
}
