import EventSourcing
import GRDB
import GRDBSQLite

/// The shape of a table: as it should be, or as the database tells it.
struct SQLiteTableShape: Equatable {
  struct Column: Hashable {
    let name: String
    let type: String
    var isRequired = true

    /// 1 for the first column of the primary key, 2 for the second; 0 for none.
    var placeInPrimaryKey = 0

    /// How its texts are compared, unless byte for byte.
    var comparison: String?
  }

  var isView = false

  let columns: [Column]

  let uniqueKeys: UniqueKeys

  /// The column that counts up by AUTOINCREMENT.
  var counter: String?
}

extension SQLiteTableShape {
  /// Looks a table or view up, by bound names only, since they may contain anything; `nil` if there is none.
  init?(of table: String, in db: Database) throws {
    columns = try Row.fetchAll(
      db, sql: #"SELECT name, upper(type), "notnull", pk FROM pragma_table_xinfo(?, 'main')"#, arguments: [table]
    ).map { row in
      Column(
        name: row[0], type: row[1], isRequired: row[2], placeInPrimaryKey: row[3],
        comparison: Self.details(of: row[0], in: table, db).comparison)
    }
    guard !columns.isEmpty else { return nil }

    let view = "SELECT EXISTS (SELECT 1 FROM main.sqlite_master WHERE type = 'view' AND lower(name) = lower(?))"
    isView = try Bool.fetchOne(db, sql: view, arguments: [table]) ?? false

    let keys = try Row.fetchAll(
      db,
      sql: """
        SELECT keys.name, coalesce(parts.name, '') FROM pragma_index_list(?, 'main') AS keys,
          pragma_index_info(keys.name, 'main') AS parts
        WHERE keys."unique" AND NOT keys.partial
        """, arguments: [table]
    ).map { row -> (key: String, column: String) in (row[0], row[1]) }
    uniqueKeys = UniqueKeys(parts: keys)

    counter = columns.first { Self.details(of: $0.name, in: table, db).countsUp }?.name
  }

  private static func details(
    of column: String, in table: String, _ db: Database
  ) -> (comparison: String?, countsUp: Bool) {
    var collation: UnsafePointer<CChar>?
    var countsUp: CInt = 0
    sqlite3_table_column_metadata(
      db.sqliteConnection, "main", table, column, nil, &collation, nil, nil, &countsUp)
    let comparison = collation.map { String(cString: $0) }
    return (comparison == "BINARY" ? nil : comparison, countsUp != 0)
  }

  /// What is wrong with a table that should have another shape.
  func difference(from expected: SQLiteTableShape) -> String? {
    if isView { return "it is a view" }
    guard Set(columns) == Set(expected.columns) else {
      return "its columns are \(columns.map(\.description).joined(separator: ", "))"
    }
    guard counter == expected.counter else { return "nothing keeps an id of its rows from being given twice" }
    return uniqueKeys.difference(from: expected.uniqueKeys)
  }
}

extension SQLiteTableShape.Column: CustomStringConvertible {
  var description: String {
    name + (type.isEmpty ? "" : " \(type)") + (isRequired ? " NOT NULL" : "")
      + (placeInPrimaryKey > 0 ? " PRIMARY KEY" : "") + (comparison.map { " COLLATE \($0)" } ?? "")
  }
}
