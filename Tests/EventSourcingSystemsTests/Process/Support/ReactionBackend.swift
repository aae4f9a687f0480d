import EventSourcing
import EventSourcingTestKit
import PostgreSQLSupport
import ReactionSupport

/// Where applications keep their events; a new one is one more case.
enum ReactionBackend: String, CaseIterable, Sendable {
  case memory
  case sqlite
  case postgreSQL

  /// Those that outlast a process.
  static let lasting = [sqlite, postgreSQL]

  /// Lends what opens the recorder of an application by its name; each is empty at first.
  func withRecorders(
    _ body: (_ recorder: @Sendable (String) async throws -> any MaintenanceRecorder) async throws -> Void
  ) async throws {
    guard self != .memory else {
      let recorders = MemoryRecorders()
      return try await body { recorders[$0] }
    }
    try await withDatabase { database in try await database.opened(body) }
  }

  /// Lends an empty database that several processes can use.
  func withDatabase(_ body: (ReactionDatabase) async throws -> Void) async throws {
    switch self {
    case .memory: throw InMemory()
    case .sqlite: try await withTemporaryFolder { folder in try await body(.sqlite(path: "\(folder)/system.sqlite")) }
    case .postgreSQL:
      try await withSchema { server, schema in try await body(.postgreSQL(connection: server, schema: schema)) }
    }
  }

  /// What is in memory is one process's.
  private struct InMemory: Error {}
}
