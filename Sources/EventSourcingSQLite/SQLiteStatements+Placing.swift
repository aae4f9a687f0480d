import EventSourcing
import Foundation
import GRDB

// What puts items where they say, inside the transaction of the caller.

extension SQLiteStatements {
  /// Records notifications under the ids that they have.
  ///
  /// - Throws: `ReplicaRefused`, `InvalidAppend`, `ConcurrencyError` or `DatabaseError`.
  func replicate(_ db: Database, _ notifications: [ItemNotification], _ placed: PlacedItems) throws {
    try ReplicaRefused.check(notifications, after: following.largestIDGiven(db))
    try placed.checkCopying(stored: { id in try span(db, of: id) })
    let statement = try db.cachedStatement(sql: insertNotification)
    for notification in notifications {
      let item = notification.item
      do {
        try statement.insert(item, under: notification.id)
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
        throw ConcurrencyError(sequenceID: item.sequenceID, position: item.position)
      }
    }
  }

  /// Records items under the next ids.
  ///
  /// - Throws: `InvalidAppend`, `RestoreError`, `ConcurrencyError`, `RecorderError.idsUsedUp` or `DatabaseError`.
  func restore(_ db: Database, _ items: [SequencedItem], _ placed: PlacedItems) throws {
    try placed.checkRestoring(stored: { id in try span(db, of: id) })
    _ = try insert(db, items)
  }

  private func span(_ db: Database, of sequenceID: UUID) throws -> StoredSpan? {
    try db.rows(storedSpan, [sequenceID.blob]) { row in
      row.isNull(0)
        ? nil
        : StoredSpan(
          lowest: try row.int(0, of: sequenceID), newest: try row.int(1, of: sequenceID),
          beginsAtZero: try row.int(2) != 0)
    }.first ?? nil
  }
}
