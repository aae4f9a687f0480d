import ArgumentParser
import EventSourcingSQLite
import Step5Application
import Story

@main
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step5",
    abstract: "Keeps examples in a database, as the events that happened to them.",
    discussion: """
      Without a command it tells the story of step 5 on a database in memory. With one, and the database to use, it \
      does as it is told:

        step5 --database demo.sqlite create bar3
      """,
    subcommands: [
      CreateCommand.self, ShowCommand.self, SetCommand.self, DiscardCommand.self, ListCommand.self, HistoryCommand.self,
    ])

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    guard database.path == nil else {
      throw ValidationError("Say what to do with the database: create, show, set, discard, list or history.")
    }
    let recorder = try await SQLiteRecorder(.memory)
    try await Step5.tell(Story(), recorder: recorder)
    try await recorder.close()
  }
}
