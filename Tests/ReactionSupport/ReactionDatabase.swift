package import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite

/// A database with the tables of several applications, which several processes use at the same time.
package enum ReactionDatabase: Hashable, Sendable {
  case sqlite(path: String)
  case postgreSQL(connection: String, schema: String)

  /// Reads what names it on a command line.
  package init?(_ words: some Collection<String>) {
    let words = Array(words)
    switch (words.first, words.count) {
    case ("sqlite", 2): self = .sqlite(path: words[1])
    case ("postgresql", 3): self = .postgreSQL(connection: words[1], schema: words[2])
    default: return nil
    }
  }

  /// How it is named on a command line.
  package var arguments: [String] {
    switch self {
    case .sqlite(let path): ["sqlite", path]
    case .postgreSQL(let connection, let schema): ["postgresql", connection, schema]
    }
  }

  /// Opens it, lends what opens the recorder of an application by its name, and closes it.
  ///
  /// - Parameter timeout: How many seconds to wait for others.
  package func opened(
    timeout: Double = 60,
    _ body: (_ recorder: @Sendable (String) async throws -> any MaintenanceRecorder) async throws -> Void
  ) async throws {
    switch self {
    case .sqlite(let path):
      let database = try await SQLiteDatabase(
        .file(path), options: SQLiteOptions(synchronous: .normal, busyTimeout: timeout))
      try await closing(database.close) { try await body { try await database.recorder(table: .of($0)) } }
    case .postgreSQL(let connection, let schema):
      let options = PostgreSQLOptions(maximumConnections: 3, statementTimeout: timeout)
      let database = try await PostgreSQLDatabase(connection, options: options)
      try await closing(database.close) {
        try await body { try await database.recorder(schema: schema, table: .of($0)) }
      }
    }
  }

  private func closing(_ close: () async throws -> Void, _ body: () async throws -> Void) async throws {
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    // What the body has to say comes first.
    try? await close()
    try outcome.get()
  }
}

extension ItemTable {
  fileprivate static func of(_ application: String) -> ItemTable {
    ItemTable(
      name: application, sequenceID: "sequence_id", position: "position", topic: "topic", data: "data",
      timestamp: "timestamp", metadata: "metadata")
  }
}
