import EventSourcing
import Foundation

/// What reads sequences.
struct ReadingStatements: Sendable {
  private let itemAtPosition: String
  private let forwards: String
  private let backwards: String
  private let ids: String
  private let tableColumns: String

  init(_ names: PostgreSQLNames, _ columns: PostgreSQLColumns) {
    let (items, sequenceID, position) = (names.items, columns.sequenceID, columns.position)
    let range = "\(sequenceID) = $1::uuid AND \(position) BETWEEN $2::int8 AND $3::int8"
    let selection = "SELECT \(columns.read), \(columns.id) FROM \(items)"
    itemAtPosition = "\(selection) WHERE \(sequenceID) = $1::uuid AND \(position) = $2::int8"
    forwards = "\(selection) WHERE \(range) ORDER BY \(position) LIMIT $4::int8"
    backwards = "\(selection) WHERE \(range) ORDER BY \(position) DESC LIMIT $4::int8"
    // One step down the index for each id: SELECT DISTINCT would read all entries of each sequence. PostgreSQL 15 has
    // no min of uuids.
    let nextID = "SELECT \(sequenceID) FROM \(items) AS stored WHERE \(sequenceID) >"
    ids = """
      WITH RECURSIVE ids (id) AS (
        (\(nextID)= $1::uuid AND ($2::bool OR \(sequenceID) <> $1::uuid) ORDER BY \(sequenceID) LIMIT 1)
        UNION ALL
        SELECT (\(nextID) ids.id ORDER BY \(sequenceID) LIMIT 1) FROM ids WHERE ids.id IS NOT NULL
      )
      SELECT id FROM ids WHERE id IS NOT NULL LIMIT $3::int8
      """
    tableColumns = """
      SELECT attname::text FROM pg_catalog.pg_attribute
      WHERE attrelid = \(literal(items))::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
      """
  }

  func item(_ connection: PostgreSQLConnection, _ sequenceID: UUID, _ position: Int) throws -> SequencedItem? {
    try connection.query(itemAtPosition, [.uuid(sequenceID), .int(position)]).first(SequencedItem.init(row:))
  }

  func notifications(
    _ connection: PostgreSQLConnection, _ sequenceID: UUID, _ query: PositionQuery
  ) throws -> [ItemNotification] {
    guard let bounds = query.bounds else { return [] }
    let values: [PostgreSQLParameter] = [
      .uuid(sequenceID), .int(bounds.lowerBound), .int(bounds.upperBound), .int(query.limit ?? .max),
    ]
    return try connection.query(query.order == .forwards ? forwards : backwards, values).map(
      ItemNotification.init(row:))
  }

  func sequenceIDs(_ connection: PostgreSQLConnection, after id: UUID?, limit: Int) throws -> [UUID] {
    let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return try connection.query(ids, [.uuid(id ?? lowest), .flag(id == nil), .int(limit)]).map { try $0.uuid(0) }
  }

  func columns(_ connection: PostgreSQLConnection) throws -> [String] {
    try connection.query(tableColumns).map { $0.text(0) }
  }
}

extension SequencedItem {
  /// Reads the columns in the order of the statements: sequence id, position, topic, data, time, metadata.
  init(row: PostgreSQLResultRow) throws {
    self.init(
      sequenceID: try row.uuid(0), position: try row.int(1), topic: row.text(2), data: row.data(3),
      timestamp: Timestamp(microseconds: try row.int(4)), metadata: row.optionalText(5))
  }
}

extension ItemNotification {
  /// Reads the columns of an item, and the id after them.
  init(row: PostgreSQLResultRow) throws {
    self.init(id: try row.int(6), item: try SequencedItem(row: row))
  }
}
