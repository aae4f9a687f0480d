import ArgumentParser
import DatabaseChoice
import Step4Repository

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step4", abstract: "Tells the story of step 4.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell { story, recorder in try await Step4.tell(story, recorder: recorder) }
  }
}
