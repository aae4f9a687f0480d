import ArgumentParser
import Foundation
import TeachingKit

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Finds out why something does not work: Swift, system packages, folders, a build.",
    discussion: "Example: swift run kit doctor")

  func run() async throws {
    let kit = try PackageFolder()
    var isWell = true
    for await finding in Doctor(kit: kit).findings() {
      print(finding.line(for: .current))
      isWell = isWell && finding.isWell
    }
    if !isWell { throw ExitCode(1) }
  }
}
