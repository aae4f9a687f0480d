import ArgumentParser
import DatabaseChoice
import Step1Events

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step1", abstract: "Tells the story of step 1.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tellWithoutDatabase { story in try await Step1.tell(story) }
  }
}
