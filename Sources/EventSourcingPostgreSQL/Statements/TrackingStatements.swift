import EventSourcing
import Foundation

/// What reads and moves tracking records.
///
/// A record is moved by one statement, which fails by a division by zero if it is not where it should be. Whoever comes
/// second waits for the first one's commit, and then sees that.
struct TrackingStatements: Sendable {
  typealias Statement = PostgreSQLTable.Statement

  private let begin: String
  private let move: String
  private let put: String
  private let forget: String
  private let position: String
  private let positions: String
  private let newIdentity: String
  private let revision: String
  private let countChange: String
  private let raiseDeleted: String

  /// The statement that gives the log's identity and the largest notification id that was ever deleted, which are in
  /// the row without a name.
  ///
  /// That id is 0 where none was deleted, and also where that was done before it was kept: no release did so.
  let identity: String

  init(_ names: PostgreSQLNames) {
    let records = names.trackingRecords
    let insertion = """
      INSERT INTO \(records) AS stored (upstream, notification_id, log, digest)
      VALUES ($1::text, $2::int8, $3::uuid, $4::int8) ON CONFLICT (upstream)
      DO UPDATE SET notification_id = excluded.notification_id, log = excluded.log, digest = excluded.digest
      """
    // A record may have been put to 0. Where a log is not known, nothing is said against it.
    begin = """
      WITH changed AS (
        \(insertion) WHERE stored.notification_id = 0 AND (stored.log = excluded.log) IS NOT FALSE RETURNING 1
      )
      SELECT 1 / pg_catalog.count(*) FROM changed
      """
    move = """
      WITH changed AS (
        UPDATE \(records) SET notification_id = $2::int8, log = $3::uuid, digest = $4::int8
        WHERE upstream = $1::text AND notification_id = $5::int8 AND (log = $3::uuid) IS NOT FALSE RETURNING 1
      )
      SELECT 1 / pg_catalog.count(*) FROM changed
      """
    put = insertion
    forget = "DELETE FROM \(records) WHERE upstream = $1::text"
    position = "SELECT notification_id, log, digest FROM \(records) WHERE upstream = $1::text"
    positions = """
      SELECT stored.notification_id, stored.log, stored.digest
      FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS asked (name, place)
        LEFT JOIN \(records) AS stored ON stored.upstream = asked.name
      ORDER BY place
      """
    identity = "SELECT log, notification_id FROM \(records) WHERE upstream = ''"
    raiseDeleted = """
      UPDATE \(records) SET notification_id = greatest(notification_id, $1::int8) WHERE upstream = ''
      """
    revision = "SELECT log, coalesce(digest, 0) FROM \(records) WHERE upstream = ''"
    countChange = "UPDATE \(records) SET digest = coalesce(digest, 0) + 1 WHERE upstream = ''"
    // The row may be lost.
    newIdentity = """
      INSERT INTO \(records) AS stored (upstream, notification_id, log) VALUES ('', 0, pg_catalog.gen_random_uuid())
      ON CONFLICT (upstream) DO UPDATE SET log = excluded.log RETURNING log
      """
  }

  func move(_ record: TrackingRecord) -> Statement {
    let values = Self.values(record.upstream, record.to)
    return record.from == 0 ? (begin, values) : (move, values + [.int(record.from)])
  }

  /// How far each of these upstreams has been dealt with; NULLs where nothing was.
  func positions(of upstreams: [String]) -> Statement {
    (positions, [.texts(upstreams)])
  }

  func position(_ connection: PostgreSQLConnection, of upstream: String) throws -> LogPosition? {
    // A name that cannot be kept is not there.
    guard !upstream.isEmpty, (try? TrackingRecord.checkName(of: upstream)) != nil else { return nil }
    return try connection.query(position, [.text(upstream)]).first(LogPosition.init(row:))
  }

  func put(_ connection: PostgreSQLConnection, _ upstream: String, at position: LogPosition?) throws {
    if let position {
      _ = try connection.query(put, Self.values(upstream, position))
    } else {
      _ = try connection.query(forget, [.text(upstream)])
    }
  }

  func beginEpoch(_ connection: PostgreSQLConnection) throws -> UUID {
    guard let new = try connection.query(newIdentity).first({ try $0.uuid(0) }) else { throw Self.noIdentity }
    return new
  }

  /// Keeps in mind that an id was deleted, in the caller's transaction: that no item is under it is no sign then that
  /// the log was restored.
  func noteDeletion(_ connection: PostgreSQLConnection, of id: Int) throws {
    _ = try connection.query(raiseDeleted, [.int(id)])
    try noteChange(connection)
  }

  /// Counts a rewrite or a deletion, in the caller's transaction.
  ///
  /// The number stands in the log's own row where the others have a digest, so that it needed no new column: databases
  /// of an older version have none there, and go on from 0.
  func noteChange(_ connection: PostgreSQLConnection) throws {
    try connection.execute(countChange)
  }

  func revision(_ connection: PostgreSQLConnection) throws -> LogRevision {
    let found = try connection.query(revision).first { LogRevision(log: try $0.uuid(0), changes: try $0.int(1)) }
    guard let found else { throw Self.noIdentity }
    return found
  }

  /// The largest notification id that was ever deleted; 0 if there is none.
  func largestDeletedID(_ connection: PostgreSQLConnection) throws -> Int {
    try connection.query(identity).first { try $0.int(1) } ?? 0
  }

  static let noIdentity = RecorderError(
    .notADatabase, "The log has lost its identity, which is in the tracking table: open the database again to make one."
  )

  private static func values(_ upstream: String, _ position: LogPosition) -> [PostgreSQLParameter] {
    [.text(upstream), .int(position.id), .optionalUUID(position.log), .optionalInt(position.digest?.rawValue)]
  }
}

extension LogPosition {
  /// Reads the columns of a tracking record: notification id, log, digest.
  init(row: PostgreSQLResultRow) throws {
    self.init(
      id: try row.int(0), log: try row.optionalUUID(1), digest: try row.optionalInt(2).map(ItemDigest.init(rawValue:)))
  }
}
