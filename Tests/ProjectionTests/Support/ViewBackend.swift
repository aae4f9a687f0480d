import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import ProjectionSupport

/// Where views are kept; a new one is one more case.
enum ViewBackend: String, CaseIterable, Sendable {
  case memory
  case sqliteMemory
  case sqliteFile
  case postgreSQL

  /// Those that outlast a process.
  static let lasting = [sqliteFile, postgreSQL]

  /// Lends a shop with an empty log and a view of it in the same database.
  func withShop(_ body: (any Shop) async throws -> Void) async throws {
    switch self {
    case .memory:
      try await body(
        ShopOf(recorder: InMemoryRecorder(), view: InMemoryView("tills", TillRows())) { view in
          view.read { $0.rows }
        })
    case .sqliteMemory: try await Self.withSQLite(.memory, body)
    case .sqliteFile:
      try await withTemporaryFolder { folder in try await Self.withSQLite(.file("\(folder)/shop.sqlite"), body) }
    case .postgreSQL:
      try await withSchema { server, schema in
        let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 3))
        let outcome: Result<Void, any Error>
        do {
          let view = try await PostgreSQLView("tills", in: database, schema: schema)
          outcome = .success(
            try await body(ShopOf(recorder: database.recorder(schema: schema), view: view) { try await $0.tills() }))
        } catch {
          outcome = .failure(error)
        }
        try await database.close()
        try outcome.get()
      }
    }
  }

  private static func withSQLite(_ location: SQLiteLocation, _ body: (any Shop) async throws -> Void) async throws {
    let database = try await SQLiteDatabase(location)
    let view = try await SQLiteView("tills", in: database)
    try await body(ShopOf(recorder: database.recorder(), view: view) { try await $0.tills() })
    try await database.close()
  }
}
