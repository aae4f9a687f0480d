package import GRDB

extension SQLiteRecorder {
  /// Runs work on the very connection that writes, in turn with the appends.
  ///
  /// Only that connection can tell what durability is in force.
  ///
  ///     let synchronous = try await recorder.onWriter { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
  package func onWriter<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await database.connections.writeWithoutTransaction(work)
  }
}
