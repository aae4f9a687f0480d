package import CLimits
import EventSourcing
package import EventSourcingSQLite
package import Foundation

/// The loop in C on an SQLite file: the least that storing and reading items takes.
package final class SQLiteLimit {
  private let database: OpaquePointer

  /// Opens a file in the table that a recorder makes in it, if it is not there.
  ///
  /// - Parameter synchronous: What a commit survives, as for the recorder.
  package init(_ path: String, synchronous: SQLiteOptions.Synchronous = .full) async throws {
    try await SQLiteRecorder(.file(path)).close()
    var opened: OpaquePointer?
    try Self.check(limit_sqlite_open(path, &opened))
    guard let opened else { throw LimitFailed(reason: "SQLite gave no database.") }
    database = opened
    // The loop is opened with FULL.
    if synchronous != .full {
      var value: UnsafePointer<CChar>?
      try Self.check(limit_sqlite_value(opened, "PRAGMA synchronous = \(synchronous.rawValue)", &value))
    }
  }

  deinit {
    limit_sqlite_close(database)
  }

  /// Inserts items, each in a transaction of its own.
  package func insertEach(_ items: LimitItems) throws {
    try Self.check(limit_sqlite_insert_each(database, items.start, items.count))
  }

  /// Inserts items in one transaction.
  package func insertTogether(_ items: LimitItems) throws {
    try Self.check(limit_sqlite_insert_together(database, items.start, items.count))
  }

  /// Reads a sequence, looks at each column, and drops it.
  package func select(_ sequenceID: UUID) throws {
    try withUnsafeBytes(of: sequenceID.uuid) { id in
      try Self.check(limit_sqlite_select(database, id.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil))
    }
  }

  /// Reads a sequence, and lends each row to the handler for as long as it runs.
  package func select(_ sequenceID: UUID, _ handler: (limit_item) throws -> Void) throws {
    try withUnsafeBytes(of: sequenceID.uuid) { id in
      try select(id.baseAddress?.assumingMemoryBound(to: UInt8.self), handler)
    }
  }

  /// Reads all items in the order of the log, and lends each row to the handler for as long as it runs.
  package func selectLog(_ handler: (limit_item) throws -> Void) throws {
    try select(nil, handler)
  }

  private func select(_ id: UnsafePointer<UInt8>?, _ handler: (limit_item) throws -> Void) throws {
    var failure: (any Error)?
    try withoutActuallyEscaping(handler) { handler in
      var context = { (row: limit_item) in
        guard failure == nil else { return }
        do { try handler(row) } catch { failure = error }
      }
      try withUnsafeMutablePointer(to: &context) { context in
        try Self.check(
          limit_sqlite_select(
            database, id,
            { context, row in
              guard let row = row?.pointee else { return }
              context?.assumingMemoryBound(to: ((limit_item) -> Void).self).pointee(row)
            }, context))
      }
    }
    if let failure { throw failure }
  }

  /// The one value that a statement gives, as text.
  @discardableResult
  package func value(_ sql: String) throws -> String {
    var value: UnsafePointer<CChar>?
    try Self.check(limit_sqlite_value(database, sql, &value))
    return value.map { String(cString: $0) } ?? ""
  }

  /// How many items are stored.
  package func count() throws -> Int {
    Int(try value("SELECT count(*) FROM sequenced_items")) ?? -1
  }

  private static func check(_ code: CInt) throws {
    guard code == 0 else { throw LimitFailed(reason: "The loop on SQLite failed with SQLite's code \(code).") }
  }
}

/// A loop that recorders are measured against did not do its work.
package struct LimitFailed: Error, CustomStringConvertible {
  let reason: String

  package var description: String { reason }
}
