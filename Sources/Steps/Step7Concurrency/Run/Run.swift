import ArgumentParser
import DatabaseChoice
import Step7Concurrency

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step7", abstract: "Tells the story of step 7.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell { story, recorder in try await Step7.tell(story, recorder: recorder) }
  }
}
