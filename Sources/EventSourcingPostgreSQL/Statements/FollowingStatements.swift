import EventSourcing
import Foundation

/// What reads the notification sequence; how far it can be trusted is said in `Settlement`.
struct FollowingStatements: Sendable {
  let lastDrawnID: String
  let idsBeforeWriters: String
  let itemUnderID: String
  private let newestPlace: String
  private let all: String
  private let ofTopics: String
  private let ofNames: String

  init(_ names: PostgreSQLNames, _ columns: PostgreSQLColumns, sequence: String) {
    let (items, id) = (names.items, columns.id)
    // The counter tells nothing before it was first used, which may be after rows were brought from elsewhere.
    lastDrawnID = """
      SELECT coalesce(pg_catalog.pg_sequence_last_value(\(literal(sequence))::regclass),
        (SELECT pg_catalog.max(\(id)) FROM \(items)), 0)
      """
    // A lock tells of a writer if whoever holds it may insert, be it into some columns or in another role; if it has
    // begun to write, whatever became of its rights meanwhile; and if its user is not known. All locks are read at
    // once.
    let table = "\(literal(items))::regclass"
    idsBeforeWriters = """
      WITH locks AS MATERIALIZED (
        SELECT pid, CASE locktype WHEN 'advisory' THEN objid::int8 END AS id FROM pg_catalog.pg_locks
        WHERE granted AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
          AND (locktype = 'advisory' AND objsubid = 2 AND classid = \(table)::oid
            OR locktype = 'relation' AND relation = \(table)::oid AND mode = 'RowExclusiveLock')
      ), strangers AS MATERIALIZED (
        SELECT pid FROM locks AS held WHERE id IS NOT NULL
          AND NOT EXISTS (SELECT FROM locks WHERE locks.pid = held.pid AND id IS NULL)
          AND NOT (
            SELECT pg_catalog.bool_or(pg_catalog.has_any_column_privilege(roles.oid, \(table)::oid, 'INSERT'))
            FROM pg_catalog.pg_stat_get_activity(held.pid) AS session
            JOIN pg_catalog.pg_roles AS roles ON pg_catalog.pg_has_role(session.usesysid, roles.oid, 'MEMBER'))
      )
      SELECT id FROM locks WHERE id IS NOT NULL AND NOT EXISTS (SELECT FROM strangers WHERE strangers.pid = locks.pid)
      """
    itemUnderID = "SELECT \(columns.place) FROM \(items) WHERE \(id) = $1::int8"
    let range = "FROM \(items) WHERE \(id) > $1::int8 AND \(id) <= $2::int8"
    newestPlace = "SELECT \(columns.place) \(range) ORDER BY \(id) DESC LIMIT 1"
    all = "SELECT \(columns.read), \(id) \(range) ORDER BY \(id) LIMIT $3::int8"
    // The last row that may be looked at comes as well, if there are so many: as one without a topic, at the end. The
    // data of what is not wanted is not read.
    func chosen(by condition: String) -> String {
      """
      WITH edge AS MATERIALIZED (
        SELECT \(columns.place) \(range) ORDER BY \(id) OFFSET $4::int8 - 1 LIMIT 1
      )
      (SELECT \(columns.read), \(id) FROM \(items)
        WHERE \(id) > $1::int8 AND \(id) <= coalesce((SELECT \(id) FROM edge), $2::int8) AND \(condition)
        ORDER BY \(id) LIMIT $3::int8)
      UNION ALL
      (SELECT \(columns.sequenceID), \(columns.position), NULL, NULL, \(columns.timestamp), NULL, \(id) FROM edge)
      """
    }
    ofTopics = chosen(by: "\(columns.topic) = ANY ($5::text[])")
    ofNames = chosen(by: "\(columns.topic) ^@ ANY ($5::text[])")
  }

  func page(
    _ connection: PostgreSQLConnection, _ query: NotificationQuery, _ tracking: TrackingStatements
  ) throws -> NotificationPage {
    let (after, found) = (query.after, try settlement(connection, after: query.after.id, tracking))
    try after.check(
      log: found.log, newestID: found.lastDrawnID, largestDeletedID: found.largestDeletedID, item: found.reached)
    let start = LogPosition(id: after.id, log: found.log, digest: found.reached.map(ItemDigest.init) ?? after.digest)
    let nothing = NotificationPage(notifications: [], readUpTo: start, isAtEnd: true)
    guard found.settledID > after.id else { return nothing }

    let range: [PostgreSQLParameter] = [.int(after.id), .int(found.settledID)]
    let results = try connection.pipeline([(newestPlace, range), wanted(query, range)])
    guard let newest = try results[0].first(Place.init(row:)) else { return nothing }
    var notifications: [ItemNotification] = []
    var edge: ItemNotification?
    for row in try results[1].map({ (isEdge: $0.isNull(2), notification: try ItemNotification(row: $0)) }) {
      if row.isEdge { edge = row.notification } else { notifications.append(row.notification) }
    }
    // Who has as many as it wants has looked no further.
    let last = notifications.count == query.most || query.filter == .all ? notifications.last : edge
    let reached = last.map { (id: $0.id, item: $0.item) } ?? (id: newest.id, item: newest.item)
    return NotificationPage(
      notifications: notifications,
      readUpTo: LogPosition(id: reached.id, log: found.log, digest: ItemDigest(of: reached.item)),
      isAtEnd: reached.id >= newest.id)
  }

  func newestPosition(_ connection: PostgreSQLConnection, _ tracking: TrackingStatements) throws -> LogPosition {
    let found = try settlement(connection, after: 0, tracking)
    let newest = try newest(connection, after: .min, upTo: found.settledID)
    return LogPosition(id: newest?.id ?? 0, log: found.log, digest: newest.map { ItemDigest(of: $0.item) })
  }

  /// How far the log has come for a reader that has come to an id.
  func look(
    _ connection: PostgreSQLConnection, after id: Int, _ tracking: TrackingStatements
  ) throws -> WaitingForNotifications.Look {
    let found = try settlement(connection, after: id, tracking)
    // An id that was given up is nothing to be read.
    let newest = found.settledID > id ? try newest(connection, after: id, upTo: found.settledID) : nil
    return .init(settledID: newest?.id ?? id, isUnsettled: found.settledID < found.lastDrawnID)
  }

  private func newest(_ connection: PostgreSQLConnection, after id: Int, upTo settled: Int) throws -> Place? {
    try connection.query(newestPlace, [.int(id), .int(settled)]).first(Place.init(row:))
  }

  private func wanted(_ query: NotificationQuery, _ range: [PostgreSQLParameter]) -> PostgreSQLTable.Statement {
    // No stored topic has a NUL, and the server would refuse it.
    func known(_ names: [String]) -> [String] { names.filter { !$0.utf8.contains(0) } }
    let bounds = range + [.int(query.most), .int(query.rowsToLookAt)]
    return switch query.filter {
    case .all: (all, range + [.int(query.rowsToLookAt)])
    case .topics(let topics): (ofTopics, bounds + [.texts(known(topics))])
    case .storedNames(let names): (ofNames, bounds + [.texts(known(names).map { "\($0)." })])
    }
  }
}
