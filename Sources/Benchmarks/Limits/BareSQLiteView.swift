import Foundation
import GRDB

/// A view as a bare loop makes it: rows are selected, decoded, and each changes a row, in transactions of 1 000 that also
/// keep the position.
struct BareSQLiteView {
  private let database: DatabaseQueue

  /// - Parameter file: One with the events.
  init(_ file: String) throws {
    database = try DatabaseQueue(path: file)
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "CREATE TABLE position (id INTEGER)")
    }
  }

  /// Makes the view from the beginning.
  func make() throws {
    let decoder = JSONDecoder()
    try database.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          DROP TABLE IF EXISTS rows;
          CREATE TABLE rows (id BLOB PRIMARY KEY, events INTEGER, value TEXT);
          DELETE FROM position;
          INSERT INTO position VALUES (0)
          """)
      let select = try db.makeStatement(
        sql: """
          SELECT notification_id, sequence_id, data FROM sequenced_items
          WHERE notification_id > ? ORDER BY notification_id LIMIT 1000
          """)
      let upsert = try db.makeStatement(sql: ExampleRows.sqliteUpsert(into: "rows"))
      let move = try db.makeStatement(sql: "UPDATE position SET id = ?")
      var position = 0
      while true {
        let rows = try Row.fetchAll(select, arguments: [position])
        guard let last = rows.last else { return }
        position = last[0]
        try db.inTransaction(.immediate) {
          for row in rows {
            let id: UUID = row[1]
            try upsert.execute(arguments: [id, StoredValue.value(in: row[2], decoder)])
          }
          try move.execute(arguments: [position])
          return .commit
        }
      }
    }
  }

  /// How many events have changed it.
  func events() throws -> Int {
    try database.read { db in try Int.fetchOne(db, sql: "SELECT sum(events) FROM rows") ?? 0 }
  }
}
