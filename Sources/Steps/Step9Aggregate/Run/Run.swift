import ArgumentParser
import DatabaseChoice
import Step9Aggregate

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step9", abstract: "Tells the story of step 9.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell(table: .ofStep(9)) { story, recorder in try await Step9.tell(story, recorder: recorder) }
  }
}
