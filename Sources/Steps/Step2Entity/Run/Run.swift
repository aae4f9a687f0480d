import ArgumentParser
import DatabaseChoice
import Step2Entity

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step2", abstract: "Tells the story of step 2.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tellWithoutDatabase { story in try await Step2.tell(story) }
  }
}
