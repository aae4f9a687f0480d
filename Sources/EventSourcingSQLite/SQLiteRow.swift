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

  func int(_ column: CInt, of sequenceID: UUID) throws -> Int {
    try expect(sqlite3_column_type(statement, column) == SQLITE_INTEGER, of: sequenceID)
    return Int(sqlite3_column_int64(statement, column))
  }

  func text(_ column: CInt, of sequenceID: UUID) throws -> String {
    try expect(sqlite3_column_type(statement, column) == SQLITE_TEXT, of: sequenceID)
    return String(decoding: bytes(column), as: UTF8.self)
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

  private func expect(_ isRight: Bool, of sequenceID: UUID) throws {
    guard isRight else {
      throw RecorderError(
        .notADatabase,
        "The database has an item of sequence \(sequenceID) with a value of the wrong type: it is damaged.")
    }
  }
}
