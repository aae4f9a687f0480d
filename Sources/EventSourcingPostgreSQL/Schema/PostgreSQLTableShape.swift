import EventSourcing

/// The shape of a table: as it should be, or as the database tells it.
struct PostgreSQLTableShape: Equatable {
  struct Column: Hashable {
    let name: String

    /// With the collation, where there is one: `text COLLATE C`.
    let type: String

    var isRequired = true
  }

  /// An ordinary table, not a view or the like.
  var isTable = true

  let columns: [Column]

  /// Those that are checked at once, not only when a transaction ends.
  let uniqueKeys: UniqueKeys

  /// The column whose identity gives each number once, and may be told it.
  var counter: String?
}

extension PostgreSQLTableShape {
  /// Looks a table up, by bound names only; `nil` if there is none.
  init?(of table: String, schema: String, on connection: PostgreSQLConnection) throws {
    let relation = try connection.query(
      """
      SELECT c.oid::int8, c.relkind = 'r' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1::text AND c.relname = $2::text
      """, [.text(schema), .text(table)])
    guard let (oid, isTable) = try relation.first({ (try $0.int(0), try $0.bool(1)) }) else { return nil }
    self.isTable = isTable

    let columns = try connection.query(
      """
      SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod) || coalesce(' COLLATE ' || l.collname, ''),
        a.attnotnull, coalesce(a.attidentity = 'd' AND s.seqcache = 1 AND s.seqincrement = 1 AND NOT s.seqcycle, false)
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
      LEFT JOIN pg_catalog.pg_depend d ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.classid = 'pg_catalog.pg_class'::regclass
      LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
      WHERE a.attrelid = $1::int8::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """, [.int(oid)]
    ).map { row in
      (column: Column(name: row.text(0), type: row.text(1), isRequired: try row.bool(2)), counts: try row.bool(3))
    }
    self.columns = columns.map(\.column)
    counter = columns.first { $0.counts }?.column.name

    let keys = try connection.query(
      """
      SELECT i.indexrelid::int8, coalesce(a.attname::text, '')
      FROM pg_catalog.pg_index i CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY k (attnum, place)
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = $1::int8::oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL
        AND k.place <= i.indnkeyatts
      """, [.int(oid)]
    ).map { row in (key: try row.int(0), column: row.text(1)) }
    uniqueKeys = UniqueKeys(parts: keys)
  }

  /// The same without a column.
  func lacking(_ column: String) -> PostgreSQLTableShape {
    PostgreSQLTableShape(
      isTable: isTable, columns: columns.filter { $0.name != column }, uniqueKeys: uniqueKeys, counter: counter)
  }

  /// What is wrong with a table that should have another shape.
  func difference(from expected: PostgreSQLTableShape) -> String? {
    guard isTable else { return "it is no ordinary table" }
    guard Set(columns) == Set(expected.columns) else {
      return "its columns are \(columns.map(\.description).joined(separator: ", "))"
    }
    guard counter == expected.counter else { return "its ids are not an identity by default with a cache of 1" }
    return uniqueKeys.difference(from: expected.uniqueKeys)
  }
}

extension PostgreSQLTableShape.Column: CustomStringConvertible {
  var description: String {
    "\(name) \(type)\(isRequired ? " NOT NULL" : "")"
  }
}
