import EventSourcing
import Foundation

extension PostgreSQLViewStatements {
  func generations(_ transaction: PostgreSQLTransaction) throws -> [ViewGeneration] {
    try transaction.query(
      """
      SELECT generation, version, state FROM \(generationsTable)
      WHERE projection = $1 AND state <> 'removed' ORDER BY generation
      """, [name]
    ).map(Self.generation)
  }

  /// The same, and keeps all others from changing anything of them until the transaction ends.
  func lockGenerations(_ transaction: PostgreSQLTransaction) throws -> [Int: ViewGeneration] {
    let generations = try transaction.query(
      """
      SELECT generation, version, state FROM \(generationsTable)
      WHERE projection = $1 AND state <> 'removed' ORDER BY generation FOR UPDATE
      """, [name]
    ).map(Self.generation)
    return Dictionary(generations.map { ($0.number, $0) }) { first, _ in first }
  }

  private static func generation(_ row: PostgreSQLRow) throws -> ViewGeneration {
    guard let number = try row.int("generation"), let version = try row.int("version"),
      let state = try row.text("state").flatMap(ViewGeneration.State.init)
    else { throw damaged }
    return ViewGeneration(number: number, version: version, state: state)
  }

  /// Adds a generation.
  ///
  /// No number is ever used again: who was held up for long would take another's generation for its own.
  func add(
    _ transaction: PostgreSQLTransaction, version: Int, _ state: ViewGeneration.State
  ) throws -> ViewGeneration {
    let newest = try transaction.query(
      "SELECT max(generation) AS newest FROM \(generationsTable) WHERE projection = $1", [name]
    ).first?.int("newest")
    let new = ViewGeneration(number: (newest ?? 0).plus(1), version: version, state: state)
    try transaction.execute("DELETE FROM \(generationsTable) WHERE projection = $1 AND state = 'removed'", [name])
    try transaction.execute(
      "INSERT INTO \(generationsTable) (projection, generation, version, state) VALUES ($1, $2, $3, $4)",
      [name, .int(new.number), .int(version), .text(state.rawValue)])
    return new
  }

  func makeCurrent(_ transaction: PostgreSQLTransaction, _ generation: Int) throws -> Bool {
    let behind = try transaction.query(
      """
      SELECT new.upstream FROM \(generationsTable) AS current
      JOIN \(positionsTable) AS old ON old.projection = current.projection AND old.generation = current.generation
      JOIN \(positionsTable) AS new
        ON new.projection = old.projection AND new.generation = $2 AND new.upstream = old.upstream
      WHERE current.projection = $1 AND current.state = 'current'
        AND new.notification_id < old.notification_id AND new.log IS NOT DISTINCT FROM old.log LIMIT 1
      """, [name, .int(generation)])
    guard behind.isEmpty else { return false }
    try transaction.execute(
      """
      UPDATE \(generationsTable) SET state = CASE generation WHEN $2 THEN 'current' ELSE 'replaced' END
      WHERE projection = $1 AND (generation = $2 OR state = 'current')
      """, [name, .int(generation)])
    return true
  }

  /// Drops all tables of a generation, and what is known of it.
  func remove(_ transaction: PostgreSQLTransaction, _ generation: ViewGeneration) throws {
    let beginning = Data(content(transaction, generation).tables.beginning.utf8)
    let found = try transaction.query(
      """
      SELECT classes.relname, classes.relkind FROM pg_catalog.pg_class AS classes
      JOIN pg_catalog.pg_namespace AS schemas ON schemas.oid = classes.relnamespace
      WHERE schemas.nspname = $1 AND classes.relkind IN ('r', 'p', 'v', 'm')
        AND substring(convert_to(classes.relname, 'UTF8') FROM 1 FOR $2::int4) = $3
      ORDER BY classes.relname
      """, [.text(schema), .int(beginning.count), .data(beginning)])
    for row in found {
      let kind =
        switch try row.text("relkind") {
        case "v": "VIEW"
        case "m": "MATERIALIZED VIEW"
        default: "TABLE"
        }
      // One may have gone with another.
      try transaction.execute("DROP \(kind) IF EXISTS \(quoted(schema)).\(quoted(row.text("relname") ?? "")) CASCADE")
    }
    for table in [positionsTable, parkedTable] {
      try transaction.execute(
        "DELETE FROM \(table) WHERE projection = $1 AND generation = $2", [name, .int(generation.number)])
    }
    try transaction.execute(
      "UPDATE \(generationsTable) SET state = 'removed' WHERE projection = $1 AND generation = $2",
      [name, .int(generation.number)])
  }
}
