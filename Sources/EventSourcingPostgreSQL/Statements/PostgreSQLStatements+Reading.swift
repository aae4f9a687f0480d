import EventSourcing
import Foundation

extension PostgreSQLStatements {
  func item(_ connection: PostgreSQLConnection, _ sequenceID: UUID, _ position: Int) throws -> SequencedItem? {
    try connection.query(itemAtPosition, [.uuid(sequenceID), .int(position)]).first(SequencedItem.init(row:))
  }

  func items(
    _ connection: PostgreSQLConnection, _ sequenceID: UUID, _ bounds: ClosedRange<Int>, _ query: PositionQuery
  ) throws -> [SequencedItem] {
    let sql = query.order == .forwards ? itemsForwards : itemsBackwards
    let values: [PostgreSQLValue] = [
      .uuid(sequenceID), .int(bounds.lowerBound), .int(bounds.upperBound), .int(query.limit ?? .max),
    ]
    return try connection.query(sql, values).map(SequencedItem.init(row:))
  }

  func sequenceIDs(_ connection: PostgreSQLConnection, after id: UUID?, limit: Int) throws -> [UUID] {
    let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return try connection.query(sequenceIDs, [.uuid(id ?? lowest), .flag(id == nil), .int(limit)]).map {
      try $0.uuid(0)
    }
  }

  func lastTracked(_ connection: PostgreSQLConnection, _ upstream: String) throws -> Int? {
    guard !upstream.utf8.contains(0) else { return nil }
    return try connection.query(lastTracked, [.text(upstream)]).first { try $0.optionalInt(0) } ?? nil
  }

  func columns(_ connection: PostgreSQLConnection) throws -> [String] {
    try connection.query(columns).map { $0.text(0) }
  }
}

extension SequencedItem {
  /// Reads the columns in the order of the statements: sequence id, position, topic, data, time.
  init(row: PostgreSQLRow) throws {
    self.init(
      sequenceID: try row.uuid(0), position: try row.int(1), topic: row.text(2), data: row.data(3),
      timestamp: Timestamp(microseconds: try row.int(4)))
  }
}
