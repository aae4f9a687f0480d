import EventSourcing
import Foundation
import GRDB

/// How far each upstream has been dealt with, and the identity of the log: one row an upstream, and one for the log.
struct SQLiteTracking: Sendable {
  private let trackedID: String
  private let trackedPosition: String
  private let track: String
  private let forget: String

  init(_ table: ItemTable) {
    let name = "main.\(quoted(table.trackingTable))"
    trackedID = "SELECT notification_id FROM \(name) WHERE upstream = ?"
    trackedPosition = "SELECT notification_id, log, digest FROM \(name) WHERE upstream = ?"
    track = "INSERT OR REPLACE INTO \(name) (upstream, notification_id, log, digest) VALUES (?, ?, ?, ?)"
    forget = "DELETE FROM \(name) WHERE upstream = ?"
  }

  /// The id up to which an upstream has been dealt with; 0 if nothing was.
  func trackedID(_ db: Database, of upstream: String) throws -> Int {
    try db.int(trackedID, [upstream]) ?? 0
  }

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
  func identity(_ db: Database) throws -> UUID {
    guard let log = try row(db, "")?.log else {
      throw RecorderError(
        .notADatabase, "The log has lost its identity: the row without an upstream is gone from the tracking table.")
    }
    return log
  }

  func setIdentity(_ db: Database, _ log: UUID) throws {
    try set(db, "", to: LogPosition(id: 0, log: log))
  }

  private func row(_ db: Database, _ upstream: String) throws -> LogPosition? {
    try db.rows(trackedPosition, [upstream]) { row in
      LogPosition(
        id: try row.int(0), log: row.isNull(1) ? nil : try row.uuid(1),
        digest: row.isNull(2) ? nil : ItemDigest(rawValue: try row.int(2)))
    }.first
  }
}
