import EventSourcing
import Foundation
import GRDB
import GRDBSQLite

/// The row that a statement stands at, read by SQLite's own functions, with one copy a value; good until the next step.
///
/// SQLite keeps any value in any column. What is no number where one must be is refused: read as a number it would be 0,
/// and the item would stand where it does not belong.
struct SQLiteRow {
  private let statement: SQLiteStatement

  init(_ statement: SQLiteStatement) {
    self.statement = statement
  }

  /// - Throws: `RecorderError.notADatabase` if there are not 16 bytes.
  func uuid(_ column: CInt) throws -> UUID {
    guard sqlite3_column_type(statement, column) == SQLITE_BLOB, sqlite3_column_bytes(statement, column) == 16,
      let bytes = sqlite3_column_blob(statement, column)
    else {
      throw RecorderError(.notADatabase, "The database has a sequence id that is not 16 bytes long: it is damaged.")
    }
    return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
  }

  func int(_ column: CInt, of sequenceID: UUID? = nil) throws -> Int {
    try expect(sqlite3_column_type(statement, column) == SQLITE_INTEGER, of: sequenceID)
    return Int(sqlite3_column_int64(statement, column))
  }

  func text(_ column: CInt, of sequenceID: UUID? = nil) throws -> String {
    try expect(sqlite3_column_type(statement, column) == SQLITE_TEXT, of: sequenceID)
    return String(decoding: bytes(column), as: UTF8.self)
  }

  func isNull(_ column: CInt) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }

  /// Text, bytes or anything else: what it means is for the mapper to say.
  func data(_ column: CInt) -> Data {
    Data(bytes(column))
  }

  private func bytes(_ column: CInt) -> UnsafeRawBufferPointer {
    // The pointer first: for text the length is only known then.
    let start = sqlite3_column_blob(statement, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
  }

  private func expect(_ isRight: Bool, of sequenceID: UUID?) throws {
    guard isRight else {
      let what = sequenceID.map { "an item of sequence \($0)" } ?? "a row"
      throw RecorderError(
        .notADatabase, "The database has \(what) with a value of the wrong type: it is damaged.")
    }
  }
}

extension Database {
  /// The rows that a statement gives, each read before the next step.
  func rows<Value>(
    _ sql: String, _ arguments: StatementArguments, _ read: (SQLiteRow) throws -> Value
  ) throws -> [Value] {
    let statement = try cachedStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    let row = SQLiteRow(statement.sqliteStatement)
    var values: [Value] = []
    while try cursor.next() != nil { values.append(try read(row)) }
    return values
  }

  /// The number in the first column of the first row, if there is one.
  func int(_ sql: String, _ arguments: StatementArguments) throws -> Int? {
    try rows(sql, arguments) { row in row.isNull(0) ? nil : try row.int(0) }.first ?? nil
  }

  /// The items of rows that have the columns of one, and its notification id after them.
  func notifications(_ sql: String, _ arguments: StatementArguments) throws -> [ItemNotification] {
    try rows(sql, arguments) { row in
      let item = try SequencedItem(row)
      return ItemNotification(id: try row.int(6, of: item.sequenceID), item: item)
    }
  }

  /// The items of rows that have the columns of one.
  func items(_ sql: String, _ arguments: StatementArguments) throws -> [SequencedItem] {
    try rows(sql, arguments) { try SequencedItem($0) }
  }
}
