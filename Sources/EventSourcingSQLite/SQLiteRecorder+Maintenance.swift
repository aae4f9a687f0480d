public import EventSourcing
public import Foundation
import GRDB

extension SQLiteRecorder: MaintenanceRecorder {
  @discardableResult
  public func deleteItems(of sequenceID: UUID) async throws -> Int {
    try await change { db, sql in try sql.deleteItems(db, sequenceID) }
  }

  @discardableResult
  public func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool {
    try await change { db, sql in try sql.deleteItem(db, sequenceID, position) }
  }

  public func rewrite(_ rewrites: [Rewrite]) async throws {
    try await change { db, sql in
      for rewrite in rewrites {
        try sql.table.checkMetadata(of: rewrite.new)
        try sql.rewrite(db, rewrite)
      }
      if !rewrites.isEmpty { try sql.tracking.noteChange(db) }
    }
  }

  @discardableResult
  public func beginEpoch() async throws -> UUID {
    let epoch = UUID()
    try await write { db, sql in
      try sql.tracking.setIdentity(db, epoch, largestIDGiven: sql.following.largestIDGiven(db))
    }
    return epoch
  }

  public func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    try TrackingRecord.checkReset(of: upstream, to: position)
    try await write { db, sql in
      if let position {
        try sql.tracking.set(db, upstream, to: position)
      } else {
        try sql.tracking.forget(db, upstream)
      }
    }
  }

  public var changesOfThePast: Int { changes.count }

  private func change<Value: Sendable>(
    _ body: @escaping @Sendable (Database, SQLiteStatements) throws -> Value
  ) async throws -> Value {
    let value = try await write(body)
    changes.add()
    return value
  }
}

extension ItemTable {
  /// - Throws: `RecorderError.unstorable` if the item has metadata and the table has no column for it.
  func checkMetadata(of item: SequencedItem) throws {
    guard metadata == nil, item.metadata != nil else { return }
    try checkMetadata(of: AppendRequest([item], kind: item.position == 0 ? .counted : .timed))
  }
}
