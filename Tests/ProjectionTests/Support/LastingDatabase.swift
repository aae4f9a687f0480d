import EventSourcingTestKit
import PostgreSQLSupport
import ProjectionSupport

/// The databases that several processes can use at the same time.
enum LastingDatabase: CaseIterable, Sendable {
  case sqlite
  case sqliteInTwoFiles
  case postgreSQL

  /// Lends an empty database to the body.
  ///
  /// - Parameter body: Gets the database as the test opens it, and as it is opened by the children.
  func withDatabase(_ body: (_ own: ViewDatabase, _ children: ViewDatabase) async throws -> Void) async throws {
    switch self {
    case .sqlite, .sqliteInTwoFiles:
      try await withTemporaryFolder { folder in
        let database = ViewDatabase.sqlite(
          events: "\(folder)/events.sqlite",
          view: self == .sqlite ? "\(folder)/events.sqlite" : "\(folder)/view.sqlite")
        try await body(database, database)
      }
    case .postgreSQL:
      try await withSchema { server, schema in
        try await body(
          .postgreSQL(connection: server, events: schema, view: schema),
          .postgreSQL(connection: "\(server) application_name=\(schema)", events: schema, view: schema))
      }
    }
  }
}
