import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingTestKit
import PostgreSQLSupport

/// The databases that the contract is run on; a new one is one more case.
enum Backend: String, CaseIterable, Sendable {
  case memory
  case sqliteMemory
  case sqliteFile
  case postgreSQL

  /// Lends an empty recorder to the body.
  func withRecorder(_ body: (any MaintenanceRecorder) async throws -> Void) async throws {
    switch self {
    case .memory: try await body(InMemoryRecorder())
    case .sqliteMemory: try await body(SQLiteRecorder(.memory))
    case .sqliteFile:
      try await withTemporaryFolder { folder in
        try await body(SQLiteRecorder(.file("\(folder)/items.sqlite")))
      }
    case .postgreSQL:
      try await withSchema { server, schema in
        try await body(PostgreSQLRecorder(server, schema: schema))
      }
    }
  }
}
