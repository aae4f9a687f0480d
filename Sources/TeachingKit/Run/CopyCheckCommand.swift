import ArgumentParser
import Foundation
import TeachingKit

struct CopyCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy-check", abstract: "Tries that copies build and pass their tests in an empty package.",
    discussion: "Example: swift run kit copy-check step3 Repository", shouldDisplay: false)

  @Flag(help: "Only compile each class of the core with the files that a copy of it has.")
  var classesOnly = false

  @Argument(help: "What to copy; without it, all steps, libraries and layers, and what the tutorials say to copy.")
  var names: [String] = []

  func run() async throws {
    let check = try await CopyOutCheck(of: PackageFolder.ofKit())
    let rows = try await check.run(classesOnly ? [] : names.isEmpty ? nil : names) { row in
      let seconds = row.duration.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1)))
      let result = row.failure.map { "failed\n\($0)" } ?? "builds, \(row.tests) tests pass"
      // Not `print`, which keeps lines back where nobody sits at a terminal.
      FileHandle.standardOutput.write(Data("\(row.name): \(row.files) files, \(seconds): \(result)\n".utf8))
    }
    let lacking = names.isEmpty ? try await check.lacking() : [:]
    for (types, message) in lacking { print("\(types): a file is missing\n\(message)") }
    let failed = rows.filter { $0.failure != nil }
    print("\(rows.count - failed.count) of \(rows.count) copies build and pass their tests.")
    if !failed.isEmpty || !lacking.isEmpty { throw ExitCode.failure }
  }
}
