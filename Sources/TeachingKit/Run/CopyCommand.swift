import ArgumentParser
import Foundation
import TeachingKit

struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copies a step, a library or a class into your own package.",
    discussion: """
      NAME is a step (step3, minimal), a library (EventSourcingSQLite), a layer of the core (Domain), a type \
      (Repository, AESCipher) or a function (retryingOnConcurrencyError). It comes with all that it \
      needs and with its tests, and the package builds then. DIRECTORY may be a package, which is extended, or an empty or new folder, which becomes one. Files that differ \
      are never overwritten.

      Example: swift run kit copy Repository ../MyApp
      """)

  @Argument(help: "What to copy.")
  var name: String

  @Argument(help: "The folder of your package.")
  var directory: String

  @Flag(help: "List what would be copied, and write nothing.")
  var dryRun = false

  @Flag(help: "Leave the tests out, and what only they need.")
  var withoutTests = false

  func run() async throws {
    let source = try PackageFolder.ofKit()
    let index = try SourceIndex(of: try await Manifest.read(from: source.url), in: source.url)
    let plan = CopyPlan(try Catalogue(of: index).entry(name), in: index, tests: !withoutTests)
    let copy = try await PackageCopy(plan, of: index, in: source.url, to: URL(filePath: directory))
    if !dryRun { try await copy.write() }
    print(CopyReport(of: copy, isDryRun: dryRun))
    if copy.needsPasting { throw ExitCode.failure }
  }
}
