import EventSourcing

/// The SQL of a recorder, each statement under a name, for one table.
struct PostgreSQLStatements: Sendable {
  let itemAtPosition: String
  let itemsForwards: String
  let itemsBackwards: String
  let sequenceIDs: String
  let notifications: String
  let lastDrawnID: String
  let idsBeforeWriters: String
  let lastTracked: String
  let columns: String

  let begin = "BEGIN"
  let commit = "COMMIT"
  let announceWriter: String
  let insertItem: String
  let insertItems: String
  let insertTracking: String
  let newestPositions: String
  let takenPositions: String
  let trackedRecords: String

  let lockOutWriters: String
  let deleteItems: String
  let rewriteItem: String

  /// - Parameter sequence: From which the ids of the table are drawn, as SQL takes it.
  init(_ names: PostgreSQLNames, sequence: String) {
    let table = names.table
    let (id, sequenceID, position) = (quoted(table.notificationID), quoted(table.sequenceID), quoted(table.position))
    let (topic, data, timestamp) = (quoted(table.topic), quoted(table.data), quoted(table.timestamp))
    let (items, tracking) = (names.items, names.trackingRecords)
    let item = "\(sequenceID), \(position), \(topic), \(data), \(timestamp)"
    let range = "\(sequenceID) = $1::uuid AND \(position) BETWEEN $2::int8 AND $3::int8"

    itemAtPosition = "SELECT \(item) FROM \(items) WHERE \(sequenceID) = $1::uuid AND \(position) = $2::int8"
    itemsForwards = "SELECT \(item) FROM \(items) WHERE \(range) ORDER BY \(position) LIMIT $4::int8"
    itemsBackwards = "SELECT \(item) FROM \(items) WHERE \(range) ORDER BY \(position) DESC LIMIT $4::int8"
    // One step down the index for each id: SELECT DISTINCT would read all entries of each sequence. PostgreSQL 15 has
    // no min of uuids.
    let nextID = "SELECT \(sequenceID) FROM \(items) AS stored WHERE \(sequenceID) >"
    sequenceIDs = """
      WITH RECURSIVE ids (id) AS (
        (\(nextID)= $1::uuid AND ($2::bool OR \(sequenceID) <> $1::uuid) ORDER BY \(sequenceID) LIMIT 1)
        UNION ALL
        SELECT (\(nextID) ids.id ORDER BY \(sequenceID) LIMIT 1) FROM ids WHERE ids.id IS NOT NULL
      )
      SELECT id FROM ids WHERE id IS NOT NULL LIMIT $3::int8
      """
    notifications = """
      SELECT \(item), \(id) FROM \(items)
      WHERE \(id) > $1::int8 AND ($2::bool OR \(topic) = ANY ($3::text[])) ORDER BY \(id) LIMIT $4::int8
      """
    lastTracked = "SELECT max(notification_id) FROM \(tracking) WHERE upstream = $1::text"
    columns = """
      SELECT attname::text FROM pg_attribute
      WHERE attrelid = \(literal(items))::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
      """

    // What these three are for is said in `SettledNotifications`.
    lastDrawnID = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS id FROM \(sequence)"
    let announcement = """
      SELECT pg_advisory_xact_lock_shared(
        ((\(literal(items))::regclass::oid::int8 << 32) >> 32)::int4, ((id << 32) >> 32)::int4) IS NULL
      FROM (\(lastDrawnID)) AS drawn
      """
    announceWriter = announcement
    idsBeforeWriters = """
      SELECT objid::int8 FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = \(literal(items))::regclass::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """

    let newestPosition = "SELECT max(\(position)) FROM \(items) AS stored WHERE \(sequenceID) ="
    // The way of nearly every save, so it does no more than it must, and is a transaction by itself. The announcement is
    // a row that must be there before an id can be drawn beside it. A start that does not follow on the newest position
    // is not inserted.
    insertItem = """
      WITH announcement AS MATERIALIZED (\(announcement))
      INSERT INTO \(items) (\(id), \(item))
      SELECT nextval(\(literal(sequence))::regclass), $1::uuid, $2::int8, $3::text, $4::bytea, $5::int8
      FROM announcement
      WHERE NOT $6::bool OR $7::int8 = coalesce(
        (SELECT \(position) FROM \(items) AS stored WHERE \(sequenceID) = $1::uuid ORDER BY \(position) DESC LIMIT 1), -1)
      RETURNING \(id)
      """

    // Ids are drawn in the order of the request. The rows are then put in the order of their places, the same for all
    // writers, so that two who race for several places cannot wait for each other. For a start that does not follow on
    // the newest position there is none: the server gives up the whole transaction at once. A NULL would do that too,
    // but then the server writes the whole row into its log.
    insertItems = """
      INSERT INTO \(items) (\(id), \(item))
      SELECT id, sequence_id,
        CASE WHEN starts
          AND coalesce((\(newestPosition) numbered.sequence_id), -1) <> numbered.position - 1
          THEN numbered.position / 0 ELSE numbered.position END,
        topic, data, recorded
      FROM (
        SELECT nextval(\(literal(sequence))::regclass) AS id, request.* FROM (
          SELECT * FROM unnest($1::uuid[], $2::int8[], $3::text[], $4::bytea[], $5::int8[], $6::bool[])
            WITH ORDINALITY AS parts (sequence_id, position, topic, data, recorded, starts, place)
          ORDER BY place
        ) AS request
      ) AS numbered
      ORDER BY sequence_id, position
      RETURNING \(id)
      """
    insertTracking = """
      INSERT INTO \(tracking) (upstream, notification_id)
      SELECT * FROM unnest($1::text[], $2::int8[]) AS parts (upstream, id) ORDER BY upstream COLLATE "C", id
      """
    newestPositions = """
      SELECT (\(newestPosition) asked.id)
      FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) ORDER BY place
      """
    takenPositions = """
      SELECT EXISTS (SELECT FROM \(items) AS stored WHERE \(sequenceID) = asked.id AND \(position) = asked.at)
      FROM unnest($1::uuid[], $2::int8[]) WITH ORDINALITY AS asked (id, at, place) ORDER BY place
      """
    trackedRecords = """
      SELECT EXISTS (SELECT FROM \(tracking) AS stored WHERE upstream = asked.upstream AND notification_id = asked.id)
      FROM unnest($1::text[], $2::int8[]) WITH ORDINALITY AS asked (upstream, id, place) ORDER BY place
      """

    lockOutWriters = "LOCK TABLE \(items) IN SHARE ROW EXCLUSIVE MODE"
    deleteItems = "DELETE FROM \(items) WHERE \(sequenceID) = $1::uuid"
    rewriteItem = """
      UPDATE \(items) SET \(topic) = $1::text, \(data) = $2::bytea
      WHERE \(sequenceID) = $3::uuid AND \(position) = $4::int8
        AND \(topic) = $5::text AND \(data) = $6::bytea AND \(timestamp) = $7::int8
      """
  }
}
