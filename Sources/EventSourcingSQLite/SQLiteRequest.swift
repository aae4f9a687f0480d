import EventSourcing
import GRDB

/// What is recorded all or not at all: requests for one or several tables, and work of somebody's own after them.
struct SQLiteRequest: Sendable {
  struct Part: Sendable {
    let sql: SQLiteStatements
    let request: AppendRequest
  }

  let parts: [Part]
  let work: SQLiteWork?

  /// Records everything inside the transaction of the caller.
  ///
  /// - Returns: The notification ids of each part.
  /// - Throws: Whatever a part or the work throws; what was done must then be rolled back.
  func record(_ db: Database, _ state: SQLiteConnectionState) throws -> [[Int]] {
    let ids = try parts.map { part in try part.sql.record(db, part.request) }
    try work?.run(in: db, state)
    return ids
  }
}
