import EventSourcing
import Foundation
import GRDB

extension SQLiteViewStatements {
  func position(
    _ db: Database, of upstream: String, _ name: String, _ generation: Int
  ) throws -> LogPosition? {
    try db.rows(
      """
      SELECT notification_id, log, digest FROM main.projection_positions
      WHERE projection = ? AND generation = ? AND upstream = ?
      """, [name, generation, upstream]
    ) { row in
      LogPosition(
        id: try row.int(0), log: row.isNull(1) ? nil : try row.uuid(1),
        digest: row.isNull(2) ? nil : ItemDigest(rawValue: try row.int(2)))
    }.first
  }

  func set(
    _ db: Database, _ position: LogPosition, of upstream: String, _ name: String, _ generation: Int
  ) throws {
    try db.execute(
      """
      INSERT OR REPLACE INTO main.projection_positions
        (projection, generation, upstream, notification_id, log, digest) VALUES (?, ?, ?, ?, ?, ?)
      """, [name, generation, upstream, position.id, position.log?.blob, position.digest?.rawValue])
  }

  func parkedSequences(
    _ db: Database, of upstream: String, _ name: String, _ generation: Int
  ) throws -> ParkedSequences {
    let total = try db.int(
      "SELECT count(*) FROM main.projection_parked WHERE projection = ? AND generation = ? AND outcome IS NULL",
      [name, generation])
    guard let total, total > 0 else { return .none }
    let sequences = try db.rows(
      """
      SELECT DISTINCT sequence_id FROM main.projection_parked
      WHERE projection = ? AND generation = ? AND upstream = ? AND outcome IS NULL
      """, [name, generation, upstream]
    ) { try $0.uuid(0) }
    return ParkedSequences(total: total, sequences: Set(sequences))
  }

  func parked(_ db: Database, _ name: String, _ generation: Int) throws -> [ParkedNotification] {
    try db.rows(
      """
      SELECT upstream, notification_id, sequence_id, position, topic, reason, attempts FROM main.projection_parked
      WHERE projection = ? AND generation = ? AND outcome IS NULL ORDER BY upstream, notification_id
      """, [name, generation]
    ) { row in
      ParkedNotification(
        upstream: try row.text(0), notificationID: try row.int(1), sequenceID: try row.uuid(2),
        position: try row.int(3), topic: try row.text(4), reason: try row.text(5), attempts: try row.int(6))
    }
  }

  /// - Throws: `NotParked`.
  func park(_ db: Database, _ change: ParkingChange, _ name: String, _ generation: Int) throws {
    let it = change.notification
    if case .parked = change {
      return try db.execute(
        """
        INSERT INTO main.projection_parked
          (projection, generation, upstream, notification_id, sequence_id, position, topic, reason, attempts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          name, generation, it.upstream, it.notificationID, it.sequenceID.blob, it.position, it.topic, it.reason,
          it.attempts,
        ])
    }
    try db.execute(
      """
      UPDATE main.projection_parked SET reason = ?, attempts = ?, outcome = ?
      WHERE projection = ? AND generation = ? AND upstream = ? AND notification_id = ? AND outcome IS NULL
      """, [it.reason, it.attempts, change.outcome, name, generation, it.upstream, it.notificationID])
    guard db.changesCount == 1 else { throw NotParked(it) }
  }
}
