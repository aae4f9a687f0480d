import Foundation

extension Machine {
  /// The machine that this runs on, and the databases that were measured.
  static func this(_ session: Session) async throws -> Machine {
    var databases = try await session.withFolder { folder in
      ["SQLite \(try await SQLiteLimit("\(folder)/version.sqlite").value("SELECT sqlite_version()"))"]
    }
    if let server = session.server {
      let version = try await PostgreSQLVersion.of(server)
      databases.append("PostgreSQL \(version)")
    }
    return Machine(
      system: ProcessInfo.processInfo.operatingSystemVersionString,
      processors: ProcessInfo.processInfo.activeProcessorCount, databases: databases)
  }
}
