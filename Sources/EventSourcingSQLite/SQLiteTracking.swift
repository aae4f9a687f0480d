import EventSourcing
import Foundation
import GRDB

/// How far each upstream has been dealt with, and what is known of the log: one row an upstream, and one for the log.
struct SQLiteTracking: Sendable {
  /// What the log's own row says.
  struct Log {
    let identity: UUID

    /// The largest notification id of all items that were ever deleted; 0 if none was.
    let largestDeletedID: Int

    /// The number of rewrites and deletions; it stands where the others have a digest, so that it needed no new column.
    let changes: Int

    var revision: LogRevision { LogRevision(log: identity, changes: changes) }
  }

  private let trackedPosition: String
  private let track: String
  private let forget: String
  private let noteDeletion: String
  private let noteChange: String
  private let setIdentity: String

  init(_ table: ItemTable) {
    let name = "main.\(quoted(table.trackingTable))"
    trackedPosition = "SELECT notification_id, log, digest FROM \(name) WHERE upstream = ?"
    track = "INSERT OR REPLACE INTO \(name) (upstream, notification_id, log, digest) VALUES (?, ?, ?, ?)"
    forget = "DELETE FROM \(name) WHERE upstream = ?"
    noteDeletion = "UPDATE \(name) SET notification_id = ?1 WHERE upstream = '' AND notification_id < ?1"
    // Databases of an older version have none there, and go on from 0.
    noteChange = "UPDATE \(name) SET digest = coalesce(digest, 0) + 1 WHERE upstream = ''"
    setIdentity = """
      INSERT INTO \(name) (upstream, notification_id, log) VALUES ('', ?2, ?1)
      ON CONFLICT (upstream) DO UPDATE SET log = excluded.log
      """
  }

  /// How far an upstream has been dealt with; `nil` if nothing was.
  func position(_ db: Database, of upstream: String) throws -> LogPosition? {
    // Without a name it would be the log's own row. No name has a NUL, and SQLite would take it to end there.
    guard !upstream.isEmpty, !upstream.utf8.contains(0) else { return nil }
    return try row(db, upstream)
  }

  func set(_ db: Database, _ upstream: String, to position: LogPosition) throws {
    try db.cachedStatement(sql: track).execute(
      arguments: [upstream, position.id, position.log?.blob, position.digest?.rawValue])
  }

  func forget(_ db: Database, _ upstream: String) throws {
    try db.cachedStatement(sql: forget).execute(arguments: [upstream])
  }

  /// - Throws: `RecorderError.notADatabase` if somebody has taken it away.
  func log(_ db: Database) throws -> Log {
    guard let row = try row(db, ""), let identity = row.log else {
      throw RecorderError(
        .notADatabase, "The log has lost its identity: the row without an upstream is gone from the tracking table.")
    }
    return Log(identity: identity, largestDeletedID: row.id, changes: row.digest?.rawValue ?? 0)
  }

  /// Notes that the item under an id is about to be deleted, and perhaps others before it.
  func noteDeletion(_ db: Database, upTo id: Int) throws {
    try db.cachedStatement(sql: noteDeletion).execute(arguments: [id])
    try noteChange(db)
  }

  /// Notes that stored items are deleted or rewritten in this transaction.
  func noteChange(_ db: Database) throws {
    try db.cachedStatement(sql: noteChange).execute()
  }

  /// - Parameter largestIDGiven: Up to which items may have been deleted if the log's row is gone: what it said is not
  ///   known then.
  func setIdentity(_ db: Database, _ log: UUID, largestIDGiven: Int) throws {
    try db.cachedStatement(sql: setIdentity).execute(arguments: [log.blob, largestIDGiven])
  }

  private func row(_ db: Database, _ upstream: String) throws -> LogPosition? {
    try db.rows(trackedPosition, [upstream]) { row in
      LogPosition(
        id: try row.int(0), log: row.isNull(1) ? nil : try row.uuid(1),
        digest: row.isNull(2) ? nil : ItemDigest(rawValue: try row.int(2)))
    }.first
  }
}
