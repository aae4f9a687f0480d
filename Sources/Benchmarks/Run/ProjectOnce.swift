import ArgumentParser
import EventSourcing
import EventSourcingSQLite

/// Projects all events of a file and tells how much memory that took: for `projection-memory`, which starts it as a
/// process.
struct ProjectOnce: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "project-once", shouldDisplay: false)

  @Argument var file: String

  func run() async throws {
    let database = try await SQLiteDatabase(.file(file))
    let view = try await SQLiteView(ExampleRows.name, in: database)
    let projector = try await ExampleRows.projector(into: view, from: database.recorder())
    try await projector.rebuild()
    let events = try await view.events()
    try await database.close()
    print("\(events) \(try PeakMemory.bytes())")
  }

  /// Runs it in a child process.
  static func inChild(file: String) throws -> (events: Int, bytes: Int) {
    try OwnChild.run(["project-once", file])
  }
}
