import ArgumentParser
import DatabaseChoice
import Step3Store

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step3", abstract: "Tells the story of step 3.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell { story, recorder in try await Step3.tell(story, recorder: recorder) }
  }
}
