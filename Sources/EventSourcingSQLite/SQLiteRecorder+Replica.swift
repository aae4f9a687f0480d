public import EventSourcing

extension SQLiteRecorder: ReplicaRecorder {
  public func replicate(_ notifications: [ItemNotification]) async throws {
    let placed = try PlacedItems(notifications.map(\.item))
    for notification in notifications { try sql.table.checkMetadata(of: notification.item) }
    try await write { db, sql in try sql.replicate(db, notifications, placed) }
    database.watch.prompt()
  }

  public func restore(_ items: [SequencedItem]) async throws {
    let placed = try PlacedItems(items)
    for item in items { try sql.table.checkMetadata(of: item) }
    try await write { db, sql in try sql.restore(db, items, placed) }
    database.watch.prompt()
  }
}
