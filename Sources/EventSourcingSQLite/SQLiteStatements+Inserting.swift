import EventSourcing
import Foundation
import GRDB
import GRDBSQLite

extension Statement {
  /// Inserts an item, whose values are bound by SQLite's own functions.
  ///
  /// GRDB's way costs several allocations a value, which for a batch is as much as all the rest. The statement is GRDB's
  /// still, and so are its connection and its transactions.
  ///
  /// - Throws: `DatabaseError`.
  func insert(_ item: SequencedItem) throws {
    let statement = sqliteStatement
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)  // They point at what is gone by now.
    }
    try withUnsafeBytes(of: item.sequenceID.uuid) { id in
      try check(sqlite3_bind_blob(statement, 1, id.baseAddress, 16, nil))
      try check(sqlite3_bind_int64(statement, 2, Int64(item.position)))
      try check(sqlite3_bind_int64(statement, 5, Int64(item.timestamp.microseconds)))
      var topic = item.topic
      try topic.withUTF8 { topic in
        try bindText(UnsafeRawBufferPointer(topic), at: 3)
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
    guard code == expected else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
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
