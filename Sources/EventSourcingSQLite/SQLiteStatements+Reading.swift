import EventSourcing
import Foundation
import GRDB

extension SQLiteStatements {
  func item(_ db: Database, _ sequenceID: UUID, _ position: Int) throws -> SequencedItem? {
    try items(db, itemAtPosition, [sequenceID.blob, position]).first
  }

  func items(
    _ db: Database, _ sequenceID: UUID, _ bounds: ClosedRange<Int>, _ query: PositionQuery
  ) throws -> [SequencedItem] {
    let sql = query.order == .forwards ? itemsForwards : itemsBackwards
    return try items(db, sql, [sequenceID.blob, bounds.lowerBound, bounds.upperBound, query.limit ?? -1])
  }

  func sequenceIDs(_ db: Database, after id: UUID?, limit: Int) throws -> [UUID] {
    // One zero byte comes before all ids, of which each has 16.
    let statement = try db.cachedStatement(sql: sequenceIDs)
    let rows = try Row.fetchCursor(statement, arguments: [id?.blob ?? Data([0]), limit])
    return try Array(rows.map { _ in try SQLiteRow(statement.sqliteStatement).uuid(0) })
  }

  func notifications(
    _ db: Database, after id: Int, limit: Int, topics: [String]?
  ) throws -> [ItemNotification] {
    let topics = try topics.map { topics in
      // No stored topic has a NUL, and SQLite would take the name to end there.
      String(decoding: try JSONEncoder().encode(topics.filter { !$0.utf8.contains(0) }), as: UTF8.self)
    }
    let statement = try db.cachedStatement(sql: notifications)
    let rows = try Row.fetchCursor(statement, arguments: [id, topics, limit])
    return try Array(
      rows.map { row in ItemNotification(id: row[5], item: try SequencedItem(SQLiteRow(statement.sqliteStatement))) })
  }

  func lastTracked(_ db: Database, _ upstream: String) throws -> Int? {
    guard !upstream.utf8.contains(0) else { return nil }
    return try Int.fetchOne(db.cachedStatement(sql: lastTracked), arguments: [upstream])
  }

  private func items(
    _ db: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> [SequencedItem] {
    let statement = try db.cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    return try Array(rows.map { _ in try SequencedItem(SQLiteRow(statement.sqliteStatement)) })
  }
}

extension UUID {
  /// The id as its 16 bytes.
  var blob: Data {
    withUnsafeBytes(of: uuid) { Data($0) }
  }
}

extension SequencedItem {
  /// Reads the columns in the order of the statements: sequence id, position, topic, data, time.
  ///
  /// - Throws: `RecorderError.notADatabase` if a value is of another type.
  init(_ row: SQLiteRow) throws {
    let id = try row.uuid(0)
    self.init(
      sequenceID: id, position: try row.int(1, of: id), topic: try row.text(2, of: id), data: row.data(3),
      timestamp: Timestamp(microseconds: try row.int(4, of: id)))
  }

  /// The data as it is stored.
  var storedData: DatabaseValue {
    data.withUnsafeBytes(isText) ? String(decoding: data, as: UTF8.self).databaseValue : data.databaseValue
  }
}
