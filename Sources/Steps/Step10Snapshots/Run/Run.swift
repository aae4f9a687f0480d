import ArgumentParser
import DatabaseChoice
import EventSourcing
import Step10Snapshots

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step10", abstract: "Tells the story of step 10.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell { story, recorder in
      let snapshots = try await recorder.another(table: .snapshots)
      try await Step10.tell(story, recorder: recorder, snapshots: snapshots)
    }
  }
}
