import ArgumentParser
import EventSourcing
import EventSourcingSQLite
import Foundation
import Step5Application

/// The option that says where the data is kept between runs.
struct DatabaseOption: ParsableArguments {
  @Option(
    name: .customLong("database"),
    help: ArgumentHelp("The SQLite file that keeps the data; made on first use.", valueName: "file"))
  var path: String?

  /// Opens the application on the database, and closes both on every path.
  ///
  /// - Parameter creating: Whether the file is made if it is not there. A command that only reads or changes what is
  ///   there does not: a mistyped name would look like an empty database.
  func withApplication(creating: Bool = false, _ body: (ExampleApplication) async throws -> Void) async throws {
    guard let path else {
      throw ValidationError("Say where the data is kept, as in --database demo.sqlite.")
    }
    guard creating || FileManager.default.fileExists(atPath: path) else {
      throw NoSuchDatabase(path: path)
    }
    let recorder = try await SQLiteRecorder(.file(path))
    try await recorder.closing {
      try await Step5Application.withApplication(recorder: recorder, body)
    }
  }
}

struct NoSuchDatabase: Error, CustomStringConvertible {
  let path: String

  var description: String { "There is no database \(path) yet: “create” makes it." }
}
