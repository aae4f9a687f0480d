import EventSourcingTestKit
import PostgreSQLSupport

/// The databases that several processes can use at the same time.
enum SharedBackend: CaseIterable, Sendable {
  case sqliteFile
  case postgreSQL

  /// Lends an empty database to the body.
  ///
  /// - Parameter body: Gets the database as the test opens it, and as it is opened by the children.
  func withDatabase(_ body: (_ own: SharedDatabase, _ children: SharedDatabase) async throws -> Void) async throws {
    switch self {
    case .sqliteFile:
      try await withTemporaryFolder { folder in
        let database = SharedDatabase.sqlite(file: "\(folder)/items.sqlite")
        try await body(database, database)
      }
    case .postgreSQL:
      try await withSchema { server, schema in
        try await body(
          .postgreSQL(connection: server, schema: schema),
          .postgreSQL(connection: "\(server) application_name=\(schema)", schema: schema))
      }
    }
  }
}

extension SharedDatabase {
  /// Returns when nothing is done any more for children that have ended.
  ///
  /// Of SQLite there is nothing outside of them. But a server ends what it was doing for a client before it notices
  /// that there is no client: a commit that was sent is carried out.
  func hasSettled() async throws {
    guard case .postgreSQL(let server, let schema) = self else { return }
    try await until(
      server, "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = '\(schema)'")
  }
}
