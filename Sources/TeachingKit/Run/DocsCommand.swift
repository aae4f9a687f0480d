import ArgumentParser
import Foundation
import TeachingKit

struct DocsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Check that pages show what is compiled and what is printed, or renew them.",
    usage: """
      kit docs [--check] [--skip-slow] [<page> ...]
      kit docs --write Tutorials/1-events.md
      """,
    discussion: BindingSyntax.text + "\n\nExample: swift run kit docs --write Tutorials/1-events.md")

  enum Mode: String, EnumerableFlag {
    case check, write

    static func help(for mode: Mode) -> ArgumentHelp? {
      switch mode {
      case .check: "Report what is not true, and change nothing."
      case .write: "Renew what fences show, in place, and report what is left."
      }
    }
  }

  @Flag var mode: Mode = .check

  @Flag(help: "Leave out building and testing the packages in Tutorials.")
  var skipSlow = false

  @Argument(help: "The pages, from the top of the clone; all if none is given.")
  var pages: [String] = []

  func run() async throws {
    let folder = try PackageFolder().url
    for page in pages where !FileManager.default.fileExists(atPath: folder.appending(path: page).path) {
      throw ValidationError("There is no page \(page) in \(folder.path).")
    }
    let check = DocsCheck(
      folder: folder, toolchain: SwiftToolchain(folder: folder), testsInnerPackages: !skipSlow)
    let report = try await check.run(pages: pages, writes: mode == .write)
    for path in report.renewed { print("Renewed \(path)") }
    for problem in report.problems { print(problem) }
    guard report.problems.isEmpty else {
      print("\nProblems: \(report.problems.count)")
      throw ExitCode.failure
    }
    print("\(report.pages) pages are true: \(report.boundFences) bound fences, \(report.links) links.")
  }
}
