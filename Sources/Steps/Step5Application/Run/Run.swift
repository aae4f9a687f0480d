import ArgumentParser
import DatabaseChoice
import Step5Application

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "step5",
    abstract: "Keeps examples in a database, as the events that happened to them.",
    discussion: """
      Without a command it tells the story of step 5, on a database in memory unless one is given. With one, and the \
      database to use, it does as it is told:

        step5 --database sqlite:demo.sqlite create bar3
      """,
    subcommands: [
      CreateCommand.self, ShowCommand.self, SetCommand.self, DiscardCommand.self, ListCommand.self, HistoryCommand.self,
    ])

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell { story, recorder in try await Step5.tell(story, recorder: recorder) }
  }
}
