import EventSourcing
import Foundation
import GRDB

extension SQLiteStatements {
  func item(_ db: Database, _ sequenceID: UUID, _ position: Int) throws -> SequencedItem? {
    // The row is good for as long as its cursor lives.
    let rows = try rows(db, itemAtPosition, [sequenceID.blob, position])
    return try rows.next().map(SequencedItem.init(row:))
  }

  func items(
    _ db: Database, _ sequenceID: UUID, _ bounds: ClosedRange<Int>, _ query: PositionQuery
  ) throws -> [SequencedItem] {
    let sql = query.order == .forwards ? itemsForwards : itemsBackwards
    let rows = try rows(
      db, sql, [sequenceID.blob, bounds.lowerBound, bounds.upperBound, query.limit ?? -1])
    return try Array(rows.map(SequencedItem.init(row:)))
  }

  func sequenceIDs(_ db: Database, after id: UUID?, limit: Int) throws -> [UUID] {
    // One zero byte comes before all ids, of which each has 16.
    try Array(rows(db, sequenceIDs, [id?.blob ?? Data([0]), limit]).map { row in try UUID(row: row, at: 0) })
  }

  func notifications(
    _ db: Database, after id: Int, limit: Int, topics: [String]?
  ) throws -> [ItemNotification] {
    let topics = try topics.map { topics in
      // No stored topic has a NUL, and SQLite would take the name to end there.
      String(decoding: try JSONEncoder().encode(topics.filter { !$0.utf8.contains(0) }), as: UTF8.self)
    }
    return try Array(
      rows(db, notifications, [id, topics, limit]).map { row in
        ItemNotification(id: row[5], item: try SequencedItem(row: row))
      })
  }

  func lastTracked(_ db: Database, _ upstream: String) throws -> Int? {
    guard !upstream.utf8.contains(0) else { return nil }
    return try Int.fetchOne(db.cachedStatement(sql: lastTracked), arguments: [upstream])
  }

  private func rows(
    _ db: Database, _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
  ) throws -> RowCursor {
    try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }
}

extension UUID {
  /// The id as its 16 bytes.
  var blob: Data {
    withUnsafeBytes(of: uuid) { Data($0) }
  }

  /// - Throws: `RecorderError.notADatabase` if there are not 16 bytes.
  init(row: Row, at index: Int) throws {
    let id: UUID? = try row.withUnsafeData(atIndex: index) { data in
      guard let data, data.count == 16 else { return nil }
      return UUID(uuid: data.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }
    guard let id else {
      throw RecorderError(.notADatabase, "The database has a sequence id that is not 16 bytes long: it is damaged.")
    }
    self = id
  }
}

extension SequencedItem {
  /// Reads the columns in the order of the statements: sequence id, position, topic, data, time.
  ///
  /// SQLite keeps any value in any column. What is no number where one must be is refused: read as a number it
  /// would be 0, and the item would stand where it does not belong.
  ///
  /// - Throws: `RecorderError.notADatabase` if a value is of another type; the data may be text or bytes.
  init(row: Row) throws {
    let sequenceID = try UUID(row: row, at: 0)
    guard case .int64(let position) = (row[1] as DatabaseValue).storage,
      case .string(let topic) = (row[2] as DatabaseValue).storage,
      case .int64(let microseconds) = (row[4] as DatabaseValue).storage
    else {
      throw RecorderError(
        .notADatabase,
        "The database has an item of sequence \(sequenceID) with a value of the wrong type: it is damaged.")
    }
    self.init(
      sequenceID: sequenceID, position: Int(position), topic: topic, data: row[3],
      timestamp: Timestamp(microseconds: Int(microseconds)))
  }

  /// The data as it is stored: text where it is text, so that a person who opens the database can read it.
  var storedData: DatabaseValue {
    guard !data.isEmpty else { return "".databaseValue }
    guard data.first == UInt8(ascii: "{"), !data.contains(0),
      let text = String(validating: data, as: UTF8.self)
    else { return data.databaseValue }
    return text.databaseValue
  }
}
