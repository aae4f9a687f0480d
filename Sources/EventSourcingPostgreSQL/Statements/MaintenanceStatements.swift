import EventSourcing
import Foundation

/// What changes the past, or writes another log's; each runs in the caller's transaction.
struct MaintenanceStatements: Sendable {
  private let lockOutWriters: String
  private let deleteSequence: String
  private let deleteItem: String
  private let isFirstOfMany: String
  private let rewriteItem: String
  private let newestID: String
  private let storedSpans: String
  private let insertGiven: String
  private let moveCounter: String
  private let hasMetadata: Bool
  private let tracking: TrackingStatements

  init(
    _ names: PostgreSQLNames, _ columns: PostgreSQLColumns, _ tracking: TrackingStatements, sequence: String
  ) {
    self.tracking = tracking
    let (items, metadata) = (names.items, columns.metadata)
    let place = "\(columns.sequenceID) = $1::uuid AND \(columns.position) = $2::int8"
    lockOutWriters = "LOCK TABLE \(items) IN SHARE ROW EXCLUSIVE MODE"
    func deletion(where condition: String) -> String {
      """
      WITH deleted AS (DELETE FROM \(items) WHERE \(condition) RETURNING \(columns.id) AS id)
      SELECT pg_catalog.count(*), pg_catalog.max(id) FROM deleted
      """
    }
    deleteSequence = deletion(where: "\(columns.sequenceID) = $1::uuid")
    deleteItem = deletion(where: place)
    func stored(_ condition: String) -> String {
      "EXISTS (SELECT FROM \(items) WHERE \(columns.sequenceID) = $1::uuid AND \(columns.position) \(condition))"
    }
    isFirstOfMany = "SELECT \(stored("= 0")) AND \(stored("> 0"))"
    rewriteItem = """
      UPDATE \(items) SET \(columns.topic) = $3::text, \(columns.data) = $4::bytea\(
        metadata.map { ", \($0) = $8::text" } ?? "")
      WHERE \(place) AND \(columns.topic) = $5::text AND \(columns.data) = $6::bytea
        AND \(columns.timestamp) = $7::int8\(metadata.map { " AND \($0) IS NOT DISTINCT FROM $9::text" } ?? "")
      """
    newestID = "SELECT pg_catalog.max(\(columns.id)) FROM \(items)"
    let ofSequence = "FROM \(items) AS stored WHERE \(columns.sequenceID) = asked.id"
    storedSpans = """
      SELECT (SELECT \(columns.position) \(ofSequence) ORDER BY \(columns.position) LIMIT 1),
        (SELECT \(columns.position) \(ofSequence) ORDER BY \(columns.position) DESC LIMIT 1),
        (SELECT true \(ofSequence) AND \(columns.position) = 0) IS NOT NULL
      FROM pg_catalog.unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) ORDER BY place
      """
    insertGiven = """
      INSERT INTO \(items) (\(columns.id), \(columns.written(withMetadata: true)))
      SELECT * FROM unnest($1::int8[], $2::uuid[], $3::int8[], $4::text[], $5::bytea[], $6::int8[]\(
        metadata == nil ? "" : ", $7::text[]"))
      """
    let counter = "\(literal(sequence))::regclass"
    moveCounter =
      "SELECT pg_catalog.setval(\(counter), greatest($1::int8, pg_catalog.pg_sequence_last_value(\(counter))))"
    hasMetadata = metadata != nil
  }

  /// Writers wait until the transaction ends: else one could append to a sequence what follows on deleted items.
  func lockOutWriters(_ connection: PostgreSQLConnection) throws {
    try connection.execute(lockOutWriters)
  }

  func deleteItems(_ connection: PostgreSQLConnection, _ sequenceID: UUID) throws -> Int {
    try lockOutWriters(connection)
    return try delete(connection, deleteSequence, [.uuid(sequenceID)])
  }

  /// - Throws: `DeletionError`; nothing can be appended in between.
  func deleteItem(_ connection: PostgreSQLConnection, _ sequenceID: UUID, _ position: Int) throws -> Bool {
    try lockOutWriters(connection)
    if position == 0, try connection.query(isFirstOfMany, [.uuid(sequenceID)]).first({ try $0.bool(0) }) ?? false {
      throw DeletionError.firstOfMany(sequenceID: sequenceID)
    }
    return try delete(connection, deleteItem, [.uuid(sequenceID), .int(position)]) > 0
  }

  /// - Returns: How many items were deleted.
  private func delete(
    _ connection: PostgreSQLConnection, _ sql: String, _ values: [PostgreSQLParameter]
  ) throws -> Int {
    let deleted = try connection.query(sql, values).first { (count: try $0.int(0), newest: try $0.optionalInt(1)) }
    if let newest = deleted?.newest { try tracking.noteDeletion(connection, of: newest) }
    return deleted?.count ?? 0
  }

  /// - Throws: `RewriteError.changedMeanwhile` if the old item is not what is stored; `RecorderError.unstorable` if
  ///   both together are too large.
  func rewrite(_ connection: PostgreSQLConnection, _ rewrite: Rewrite) throws {
    let (old, new) = (rewrite.old, rewrite.new)
    guard old.sizeInMessage + new.sizeInMessage <= PostgreSQLParameters.largestMessage else {
      throw RecorderError(.unstorable, "The rewrite is too large. Nothing was changed.")
    }
    let values: [PostgreSQLParameter] = [
      .uuid(old.sequenceID), .int(old.position), .text(new.topic), .data(new.data), .text(old.topic), .data(old.data),
      .int(old.timestamp.microseconds),
    ]
    let known: [PostgreSQLParameter] = hasMetadata ? [.optionalText(new.metadata), .optionalText(old.metadata)] : []
    // A table without the column has no item with metadata.
    guard hasMetadata || old.metadata == nil, try connection.query(rewriteItem, values + known).changes == 1 else {
      throw RewriteError.changedMeanwhile(sequenceID: old.sequenceID, position: old.position)
    }
  }

  /// Notes in the same transaction that items were rewritten.
  func noteRewrite(_ connection: PostgreSQLConnection) throws {
    try tracking.noteChange(connection)
  }

  /// The largest notification id that was ever stored; 0 if there is none.
  ///
  /// The counter of the ids would tell more than that: it stays where it is when a transaction is undone.
  func newestID(_ connection: PostgreSQLConnection) throws -> Int {
    let stored = try connection.query(newestID).first { try $0.optionalInt(0) ?? 0 } ?? 0
    return max(stored, try tracking.largestDeletedID(connection))
  }

  /// What is stored of sequences, in their order.
  func spans(_ connection: PostgreSQLConnection, of ids: [UUID]) throws -> [StoredSpan?] {
    try connection.query(storedSpans, [.uuids(ids)]).map { row in
      guard let lowest = try row.optionalInt(0), let newest = try row.optionalInt(1) else { return nil }
      return StoredSpan(lowest: lowest, newest: newest, beginsAtZero: try row.bool(2))
    }
  }

  /// Inserts notifications under their ids, and has the table's own ids come after them.
  func insert(_ connection: PostgreSQLConnection, _ notifications: [ItemNotification]) throws {
    let items = notifications.map(\.item)
    let values: [PostgreSQLParameter] = [
      .ints(notifications.map(\.id)), .uuids(items.map(\.sequenceID)), .ints(items.map(\.position)),
      .texts(items.map(\.topic)), .datas(items.map(\.data)), .ints(items.map(\.timestamp.microseconds)),
    ]
    _ = try connection.query(insertGiven, hasMetadata ? values + [.optionalTexts(items.map(\.metadata))] : values)
    // The counter is not set back if the transaction is undone, so this comes last.
    _ = try connection.query(moveCounter, [.int(notifications.last?.id ?? 0)])
  }
}
