import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingTestKit
import PostgreSQLSupport
import Testing

/// The databases that the contract is run on; a new one is one more case.
enum Backend: String, CaseIterable, Sendable, CustomStringConvertible {
  case memory
  case sqliteMemory
  case sqliteFile
  case postgreSQL

  /// Those with a thread on which tasks may run.
  static let executing = [sqliteFile, postgreSQL]

  var description: String {
    switch self {
    case .memory: "memory"
    case .sqliteMemory: "SQLite memory"
    case .sqliteFile: "SQLite file"
    case .postgreSQL: "PostgreSQL"
    }
  }

  /// Lends an empty recorder to the body, and others of the same database if there can be any.
  func withRecorder(
    _ body: (any MaintenanceRecorder & ReplicaRecorder, _ others: [any Recorder]) async throws -> Void
  ) async throws {
    switch self {
    case .memory: try await body(InMemoryRecorder(), [])
    case .sqliteMemory: try await body(SQLiteRecorder(.memory), [])
    case .sqliteFile:
      try await withTemporaryFolder { folder in
        let file = SQLiteLocation.file("\(folder)/items.sqlite")
        let recorder = try await SQLiteRecorder(file)
        let other = try await SQLiteRecorder(file)
        try await other.closing { try await body(recorder, [other]) }
      }
    case .postgreSQL:
      // Many tests run at once, and the server has not so many connections.
      let options = PostgreSQLOptions(maximumConnections: 3)
      try await withSchema { server, schema in
        let recorder = try await PostgreSQLRecorder(server, schema: schema, options: options)
        let other = try await PostgreSQLRecorder(server, schema: schema, options: options)
        try await other.closing { try await body(recorder, [other]) }
      }
    }
  }

  /// Lends an empty recorder with such a thread to the body, and closes it.
  func withExecutingRecorder(_ body: (any ExecutingRecorder) async throws -> Void) async throws {
    try await withRecorder { recorder, _ in
      let recorder = try #require(recorder as? any ExecutingRecorder)
      try await recorder.closing { try await body(recorder) }
    }
  }
}
