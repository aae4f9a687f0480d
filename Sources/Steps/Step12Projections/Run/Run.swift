import ArgumentParser
import DatabaseChoice
import EventSourcingPostgreSQL
import EventSourcingSQLite
import Step12Projections

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step12", abstract: "Tells the story of step 12.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell(table: .ofStep(12)) { story, recorder in
      // The view is beside the events.
      switch recorder.place {
      case .sqlite(let database):
        let view = try await SQLiteView("examples", in: database)
        try await Step12.tell(story, recorder: recorder, view: view)
      case .postgreSQL(let database, let schema):
        let view = try await PostgreSQLView("examples", in: database, schema: schema)
        try await Step12.tell(story, recorder: recorder, view: view)
      }
    }
  }
}
