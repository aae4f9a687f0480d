import EventSourcing
import Foundation
import GRDB

extension SQLiteStatements {
  /// Records a request inside the transaction of the caller.
  ///
  /// - Throws: `ConcurrencyError`, `InvalidAppend.gap`, `AlreadyTracked` or `DatabaseError`; what was done of the
  ///   request must then be rolled back.
  func record(_ db: Database, _ request: AppendRequest) throws -> [Int] {
    try request.checkStarts { id in
      try Int.fetchOne(db.cachedStatement(sql: newestPosition), arguments: [id.blob])
    }
    if let tracking = request.tracking {
      try insert(db, tracking)
    }
    let statement = try db.cachedStatement(sql: insertItem)
    return try request.items.map { item in
      do {
        try statement.insert(item)
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
        throw ConcurrencyError(sequenceID: item.sequenceID, position: item.position)
      }
      return Int(db.lastInsertedRowID)
    }
  }

  func deleteItems(_ db: Database, _ sequenceID: UUID) throws -> Int {
    try db.execute(sql: deleteItems, arguments: [sequenceID.blob])
    return db.changesCount
  }

  /// - Throws: `RewriteError.changedMeanwhile` if the old item is not what is stored.
  func rewrite(_ db: Database, _ rewrite: Rewrite) throws {
    let old = rewrite.old
    try db.cachedStatement(sql: rewriteItem).execute(arguments: [
      rewrite.new.topic, rewrite.new.storedData, old.sequenceID.blob, old.position, old.position, old.topic,
      old.storedData, old.timestamp.microseconds,
    ])
    guard db.changesCount == 1 else {
      throw RewriteError.changedMeanwhile(sequenceID: old.sequenceID, position: old.position)
    }
  }

  private func insert(_ db: Database, _ tracking: TrackingRecord) throws {
    do {
      try db.cachedStatement(sql: insertTracking).execute(arguments: [tracking.upstream, tracking.notificationID])
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
      throw AlreadyTracked(tracking)
    }
  }
}
