import EventSourcing
import Foundation
import GRDB

extension SQLiteStatements {
  /// Records a request inside the transaction of the caller.
  ///
  /// - Throws: `AlreadyTracked`, `LogReplaced`, `ConcurrencyError`, `InvalidAppend`, `RecorderError` or
  ///   `DatabaseError`; what was done of the request must then be rolled back.
  func record(_ db: Database, _ request: AppendRequest) throws -> [Int] {
    try request.check(
      tracked: { upstream in try tracking.position(db, of: upstream) },
      stored: { id in try db.cachedStatement(sql: storedSequence).storedSequence(id) },
      isTaken: { id, position in try db.int(isTaken, [id.blob, position]) == 1 })
    if let record = request.tracking { try tracking.set(db, record.upstream, to: record.to) }
    return try insert(db, request.items)
  }

  /// Inserts items under the next notification ids.
  ///
  /// - Throws: `ConcurrencyError`, `RecorderError.idsUsedUp` or `DatabaseError`.
  func insert(_ db: Database, _ items: [SequencedItem]) throws -> [Int] {
    let statement = try db.cachedStatement(sql: insertItem)
    return try items.map { item in
      do {
        try statement.insert(item)
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
        throw ConcurrencyError(sequenceID: item.sequenceID, position: item.position)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
        // SQLite says so of a disk and of ids. It may have undone all of it, so that the last id is as it was before.
        guard try following.largestIDGiven(db) > .max - items.count else { throw error }
        throw RecorderError.idsUsedUp
      }
      return Int(db.lastInsertedRowID)
    }
  }

  func deleteItems(_ db: Database, _ sequenceID: UUID) throws -> Int {
    guard let last = try db.int(lastIDOfSequence, [sequenceID.blob]) else { return 0 }
    try tracking.noteDeletion(db, upTo: last)
    try db.execute(sql: deleteItems, arguments: [sequenceID.blob])
    return db.changesCount
  }

  /// - Throws: `DeletionError.firstOfMany`, or `DatabaseError`.
  func deleteItem(_ db: Database, _ sequenceID: UUID, _ position: Int) throws -> Bool {
    guard let id = try db.int(idOfPlace, [sequenceID.blob, position]) else { return false }
    if position == 0, try db.int(hasOthers, [sequenceID.blob]) == 1 {
      throw DeletionError.firstOfMany(sequenceID: sequenceID)
    }
    try tracking.noteDeletion(db, upTo: id)
    try db.execute(sql: deleteItem, arguments: [sequenceID.blob, position])
    return true
  }

  /// - Throws: `RewriteError.changedMeanwhile` if the old item is not what is stored.
  func rewrite(_ db: Database, _ rewrite: Rewrite) throws {
    let (old, new) = (rewrite.old, rewrite.new)
    let hasMetadata = table.metadata != nil
    var arguments: StatementArguments = [new.topic, new.storedData]
    if hasMetadata { arguments += [new.metadata] }
    arguments += [old.sequenceID.blob, old.position, old.topic, old.storedData, old.timestamp.microseconds]
    if hasMetadata { arguments += [old.metadata] }
    try db.cachedStatement(sql: rewriteItem).execute(arguments: arguments)
    guard db.changesCount == 1, hasMetadata || old.metadata == nil else {
      throw RewriteError.changedMeanwhile(sequenceID: old.sequenceID, position: old.position)
    }
  }
}
