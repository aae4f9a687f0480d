import ArgumentParser
import TeachingKit

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the exercises, and how far you have come.",
    discussion: "Example: swift run kit list")

  func run() async throws {
    print(try Course.opened().list(for: .current))
  }
}
