public import EventSourcing

extension PostgreSQLRecorder {
  public func replicate(_ notifications: [ItemNotification]) async throws {
    let placing = try Placing(notifications.map(\.item))
    try checkMetadata(of: notifications.map(\.item))
    try await write { connection, table in try placing.record(under: notifications.map(\.id), in: table, connection) }
    if !notifications.isEmpty { database.prompt(table) }
  }

  public func restore(_ items: [SequencedItem]) async throws {
    let placing = try Placing(items)
    try checkMetadata(of: items)
    try await write { connection, table in try placing.record(in: table, connection) }
    if !items.isEmpty { database.prompt(table) }
  }
}
