import ArgumentParser
import DatabaseChoice
import Step11Notifications

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step11", abstract: "Tells the story of step 11.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell(table: .ofStep(11)) { story, recorder in
      try await Step11.tell(story, recorder: recorder)
    }
  }
}
