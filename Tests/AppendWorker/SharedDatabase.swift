package import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite

/// A database that several processes use at the same time, as it is named on a command line.
package enum SharedDatabase: Hashable, Sendable {
  case sqlite(file: String)
  case postgreSQL(connection: String, schema: String)

  package init?(arguments: [String]) {
    switch (arguments.first, arguments.count) {
    case ("sqlite", 2): self = .sqlite(file: arguments[1])
    case ("postgresql", 3): self = .postgreSQL(connection: arguments[1], schema: arguments[2])
    default: return nil
    }
  }

  package var arguments: [String] {
    switch self {
    case .sqlite(let file): ["sqlite", file]
    case .postgreSQL(let connection, let schema): ["postgresql", connection, schema]
    }
  }

  /// Opens a recorder of it, with connections of its own.
  package func recorder() async throws -> any Recorder {
    switch self {
    case .sqlite(let file): try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 60))
    case .postgreSQL(let connection, let schema):
      try await PostgreSQLRecorder(connection, schema: schema, options: PostgreSQLOptions(maximumConnections: 2))
    }
  }
}
