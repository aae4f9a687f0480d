package import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingSystems

/// Where the applications of a system keep what happens: a small value, also on a command line.
package enum SystemDatabase: Hashable, Sendable {
  case memory

  /// One SQLite file, with tables for each application.
  case sqliteFile(String)

  /// An SQLite file for each application, in a directory.
  case sqliteFiles(directory: String)

  /// One PostgreSQL database, with a schema for each application, whose name begins so.
  case postgreSQL(connection: String, schemas: String)

  /// Opens recorders for the body to give to a runner, and closes all that they share afterwards.
  package func opened<Value>(
    _ body: (_ recorder: @Sendable (String) async throws -> any Recorder) async throws -> Value
  ) async throws -> Value {
    switch self {
    case .memory: return try await body { _ in InMemoryRecorder() }
    case .sqliteFile(let file):
      let database = try await SQLiteDatabase(.file(file))
      return try await closing(database.close) {
        try await body { name in try await database.recorder(table: .ofApplication(name)) }
      }
    case .sqliteFiles(let directory):
      return try await body { name in try await SQLiteRecorder(.file("\(directory)/\(name).sqlite")) }
    case .postgreSQL(let connection, let schemas):
      let database = try await PostgreSQLDatabase(connection)
      return try await closing(database.close) {
        try await body { name in try await database.recorder(schema: "\(schemas)_\(name)") }
      }
    }
  }

  private func closing<Value>(
    _ close: () async throws -> Void, after body: () async throws -> Value
  ) async throws -> Value {
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    try? await close()
    return try outcome.get()
  }
}
