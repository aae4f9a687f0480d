import ArgumentParser
import DatabaseChoice
import Step8AlternativeSchema

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step8", abstract: "Tells the story of step 8.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell(table: StoredEvent.table) { story, recorder in
      try await Step8.tell(story, recorder: recorder, columns: recorder.columns())
    }
  }
}
