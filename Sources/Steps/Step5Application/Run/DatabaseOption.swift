import ArgumentParser
import EventSourcing
import EventSourcingSQLite
import Step5Application

/// The option that says where the data is kept between runs.
struct DatabaseOption: ParsableArguments {
  @Option(
    name: .customLong("database"),
    help: ArgumentHelp("The SQLite file that keeps the data; made on first use.", valueName: "file"))
  var path: String?

  /// Opens the application on the database, and closes both on every path.
  func withApplication(_ body: (ExampleApplication) async throws -> Void) async throws {
    guard let path else {
      throw ValidationError("Say where the data is kept: --database FILE, before the command.")
    }
    let recorder = try await SQLiteRecorder(.file(path))
    do {
      try await Step5Application.withApplication(recorder: recorder, body)
    } catch {
      try? await recorder.close()
      throw error
    }
    try await recorder.close()
  }
}
