import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite

/// A database that several processes use at the same time.
enum SharedDatabase: Hashable, Sendable {
  case sqlite(file: String)
  case postgreSQL(connection: String, schema: String)

  /// The program that uses it from a process of its own.
  var worker: String {
    switch self {
    case .sqlite: "sqlite-worker"
    case .postgreSQL: "postgresql-worker"
    }
  }

  /// How it is named on that program's command line.
  var arguments: [String] {
    switch self {
    case .sqlite(let file): [file]
    case .postgreSQL(let connection, let schema): [connection, schema]
    }
  }

  /// Opens a recorder of it, with connections of its own.
  func recorder() async throws -> any Recorder {
    switch self {
    case .sqlite(let file): try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 60))
    case .postgreSQL(let connection, let schema):
      try await PostgreSQLRecorder(connection, schema: schema, options: PostgreSQLOptions(maximumConnections: 2))
    }
  }
}
