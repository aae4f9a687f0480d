import EventSourcing
import Foundation
import GRDB
import GRDBSQLite

// What each append does, by SQLite's own functions. GRDB's way of binding costs several allocations a value, which for a
// batch is as much as all the rest. The statements are GRDB's still, and so are their connection and transactions.

extension Statement {
  /// Inserts an item, under a notification id if one is given.
  ///
  /// - Throws: `DatabaseError`.
  func insert(_ item: SequencedItem, under id: Int? = nil) throws {
    let statement = sqliteStatement
    defer { reset() }
    if let id { try check(sqlite3_bind_int64(statement, 7, Int64(id))) }
    try withUnsafeBytes(of: item.sequenceID.uuid) { sequenceID in
      try check(sqlite3_bind_blob(statement, 1, sequenceID.baseAddress, 16, nil))
      try check(sqlite3_bind_int64(statement, 2, Int64(item.position)))
      try check(sqlite3_bind_int64(statement, 5, Int64(item.timestamp.microseconds)))
      try withText(item.topic) { topic in
        try bindText(topic, at: 3)
        try withOptionalText(item.metadata) { metadata in
          // A table without a column for it has no place for it in the statement, either.
          if let metadata { try bindText(metadata, at: 6) }
          try item.data.withUnsafeBytes { data in
            if isText(data) {
              try bindText(data, at: 4)
            } else {
              try check(sqlite3_bind_blob64(statement, 4, data.baseAddress, UInt64(data.count), nil))
            }
            try check(sqlite3_step(statement), expected: SQLITE_DONE)
          }
        }
      }
    }
  }

  /// What is stored of a sequence: in the first column the newest position, in the second whether there is one at 0.
  ///
  /// - Throws: `DatabaseError` or `RecorderError.notADatabase`.
  func storedSequence(_ sequenceID: UUID) throws -> StoredSequence {
    let statement = sqliteStatement
    defer { reset() }
    return try withUnsafeBytes(of: sequenceID.uuid) { id in
      try check(sqlite3_bind_blob(statement, 1, id.baseAddress, 16, nil))
      try check(sqlite3_step(statement), expected: SQLITE_ROW)
      let row = SQLiteRow(statement)
      return StoredSequence(
        newestPosition: row.isNull(0) ? nil : try row.int(0, of: sequenceID), beginsAtZero: try row.int(1) != 0)
    }
  }

  private func reset() {
    sqlite3_reset(sqliteStatement)
    sqlite3_clear_bindings(sqliteStatement)  // They point at what is gone by now.
  }

  private func withText(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var text = text
    try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
  }

  private func withOptionalText(_ text: String?, _ body: (UnsafeRawBufferPointer?) throws -> Void) throws {
    guard let text else { return try body(nil) }
    try withText(text) { bytes in try body(bytes) }
  }

  private func bindText(_ text: UnsafeRawBufferPointer, at index: CInt) throws {
    // A null pointer would be NULL.
    let start = text.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }
    try ("" as StaticString).utf8Start.withMemoryRebound(to: CChar.self, capacity: 1) { empty in
      try check(
        sqlite3_bind_text64(
          sqliteStatement, index, start ?? empty, UInt64(text.count), nil, UInt8(SQLITE_UTF8)))
    }
  }

  private func check(_ code: CInt, expected: CInt = SQLITE_OK) throws {
    guard code == expected else {
      let message = sqlite3_errmsg(sqlite3_db_handle(sqliteStatement)).map { String(cString: $0) }
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }
}

/// Whether data is kept as text, so that a person who opens the database can read it: JSON objects are, and what is empty.
func isText(_ data: UnsafeRawBufferPointer) -> Bool {
  guard let first = data.first else { return true }
  guard first == UInt8(ascii: "{") else { return false }
  // A NUL would be taken for the text's end.
  if data.allSatisfy({ $0 != 0 && $0 < 0x80 }) { return true }
  return !data.contains(0) && String(validating: data, as: UTF8.self) != nil
}
