public import EventSourcing

extension SQLiteRecorder: ReplicaRecorder {
  public func replicate(_ notifications: [ItemNotification]) async throws {
    for notification in notifications { try sql.table.checkMetadata(of: notification.item) }
    try await write { db, sql in try sql.replicate(db, notifications) }
    database.watch.prompt()
  }
}
