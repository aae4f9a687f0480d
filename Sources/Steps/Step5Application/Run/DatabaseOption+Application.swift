import ArgumentParser
import DatabaseChoice
import EventSourcing
import Foundation
import Step5Application

extension DatabaseOption {
  /// Opens the application on the database, and closes both on every path.
  ///
  /// - Parameter creating: Whether a file is made if it is not there. A command that only reads or changes what is
  ///   there does not: a mistyped name would look like an empty database. (A server says by itself that it has no
  ///   database of a name.)
  func withApplication(creating: Bool = false, _ body: (ExampleApplication) async throws -> Void) async throws {
    guard let address = try address else {
      throw ValidationError("Say where the data is kept, as in --database sqlite:demo.sqlite.")
    }
    if let file = address.file, !creating, !FileManager.default.fileExists(atPath: file) {
      throw NoSuchDatabase(path: file)
    }
    let recorder = try await address.open()
    try await recorder.closing {
      try await Step5Application.withApplication(recorder: recorder, body)
    }
  }
}

struct NoSuchDatabase: Error, CustomStringConvertible {
  let path: String

  var description: String { "There is no database \(path) yet: “create” makes it." }
}
