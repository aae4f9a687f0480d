import EventSourcingPostgreSQL
import Foundation

/// A view as a bare loop makes it: rows are selected, decoded, and each changes a row, in transactions of 1 000.
///
/// A transaction also keeps the position. Its statements are prepared and sent together.
struct BarePostgreSQLView {
  private let database: PostgreSQLDatabase
  private let items: String
  private let schema: String

  /// - Parameters:
  ///   - events: The schema with the events.
  ///   - view: The schema of the view.
  init(_ database: PostgreSQLDatabase, events: String, view: String) async throws {
    self.database = database
    items = "\(events).sequenced_items"
    schema = view
    try await database.append([]) { transaction in
      try transaction.execute("CREATE SCHEMA \(view)")
      try transaction.execute("CREATE TABLE \(view).position (id int8)")
    }
  }

  /// Makes the view from the beginning.
  func make() async throws {
    let (items, schema) = (items, schema)
    try await database.append([]) { transaction in
      try transaction.execute("DROP TABLE IF EXISTS \(schema).rows")
      try transaction.execute("CREATE TABLE \(schema).rows (id uuid PRIMARY KEY, events int8, value text)")
      try transaction.execute("DELETE FROM \(schema).position")
      try transaction.execute("INSERT INTO \(schema).position VALUES (0)")
    }
    var position = 0
    while true {
      let after = position
      let rows = try await database.read { transaction in
        try transaction.query(
          """
          SELECT notification_id, sequence_id, data FROM \(items)
          WHERE notification_id > $1 ORDER BY notification_id LIMIT 1000
          """, [.int(after)])
      }
      guard let last = try rows.last?.int("notification_id") else { return }
      position = last
      let upsert = ExampleRows.postgreSQLUpsert(into: "\(schema).rows")
      let decoder = JSONDecoder()
      var changes: [PostgreSQLStatement] = []
      for row in rows {
        guard let id = try row.uuid("sequence_id"), let data = try row.data("data") else { continue }
        let value = try StoredValue.value(in: data, decoder)
        changes.append(PostgreSQLStatement(upsert, [.uuid(id), .text(value)]))
      }
      changes.append(PostgreSQLStatement("UPDATE \(schema).position SET id = $1", [.int(last)]))
      let statements = changes
      try await database.append([]) { transaction in
        _ = try transaction.executeAll(statements)
      }
    }
  }

  /// How many events have changed it.
  func events() async throws -> Int {
    let schema = schema
    return try await database.read { transaction in
      try transaction.query("SELECT sum(events)::int8 AS events FROM \(schema).rows").first?.int("events") ?? 0
    }
  }
}
