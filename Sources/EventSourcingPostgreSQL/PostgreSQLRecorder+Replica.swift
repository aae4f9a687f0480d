public import EventSourcing

extension PostgreSQLRecorder {
  public func replicate(_ notifications: [ItemNotification]) async throws {
    try checkMetadata(of: notifications.map(\.item))
    try await write { connection, table in try Replication(notifications).record(in: table, connection) }
    if !notifications.isEmpty { database.prompt(table) }
  }
}
