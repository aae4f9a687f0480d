import EventSourcing
import Foundation

/// The tables that views share in a schema: their generations, their positions, and what is parked.
struct PostgreSQLViewStatements: Sendable {
  let schema: String
  let projection: String

  private static let tables = ["projection_generations", "projection_positions", "projection_parked"]

  var generationsTable: String { "\(quoted(schema)).projection_generations" }
  var positionsTable: String { "\(quoted(schema)).projection_positions" }
  var parkedTable: String { "\(quoted(schema)).projection_parked" }

  var name: PostgreSQLValue { .text(projection) }

  private var creation: [String] {
    [
      """
      CREATE TABLE \(generationsTable) (
        projection text COLLATE "C" NOT NULL, generation int8 NOT NULL, version int8 NOT NULL, state text NOT NULL,
        PRIMARY KEY (projection, generation))
      """,
      """
      CREATE TABLE \(positionsTable) (
        projection text COLLATE "C" NOT NULL, generation int8 NOT NULL, upstream text COLLATE "C" NOT NULL,
        notification_id int8 NOT NULL, log uuid, digest int8, PRIMARY KEY (projection, generation, upstream))
      """,
      """
      CREATE TABLE \(parkedTable) (
        projection text COLLATE "C" NOT NULL, generation int8 NOT NULL, upstream text COLLATE "C" NOT NULL,
        notification_id int8 NOT NULL, sequence_id uuid NOT NULL, position int8 NOT NULL, topic text NOT NULL,
        reason text NOT NULL, attempts int8 NOT NULL, outcome text,
        PRIMARY KEY (projection, generation, upstream, notification_id))
      """,
      """
      CREATE INDEX ON \(parkedTable) (projection, generation, upstream, sequence_id) WHERE outcome IS NULL
      """,
    ]
  }

  func isInstalled(_ transaction: PostgreSQLTransaction) throws -> Bool {
    let found = try transaction.query(
      "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename IN ($2, $3, $4)",
      [.text(schema)] + Self.tables.map { .text($0) })
    return found.count == Self.tables.count
  }

  func install(_ transaction: PostgreSQLTransaction) throws {
    // IF NOT EXISTS alone is not safe: of two who find nothing both create, and one fails.
    try transaction.execute(SchemaLock.statement(for: schema))
    guard try !isInstalled(transaction) else { return }
    // IF NOT EXISTS asks for the right to create, also when there is nothing to do.
    let schemas = try transaction.query(
      "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = $1", [.text(schema)])
    if schemas.isEmpty { try transaction.execute("CREATE SCHEMA \(quoted(schema))") }
    for statement in creation { try transaction.execute(statement) }
  }

  func content(_ transaction: PostgreSQLTransaction, _ generation: ViewGeneration) -> PostgreSQLViewContent {
    let schema = quoted(schema)
    return PostgreSQLViewContent(
      transaction,
      ViewTables(projection: projection, generation: generation) {
        "\(schema).\(EventSourcingPostgreSQL.quoted($0))"
      })
  }

  /// The number of one of the projection's locks: any will do that nobody else comes upon.
  func lockNumber(_ purpose: String) -> Int {
    let text = ["EventSourcing view \(purpose)", schema, projection].joined(separator: "\u{0}")
    var digest = FNV1a()
    Array(text.utf8).withUnsafeBytes { digest.mix($0) }
    return Int(bitPattern: UInt(digest.hash))
  }

  /// Keeps others from beginning a generation, or taking one into use, until the transaction ends.
  func lock(_ transaction: PostgreSQLTransaction) throws {
    try transaction.execute("SELECT pg_catalog.pg_advisory_xact_lock($1)", [.int(lockNumber("generations"))])
  }

  func parked(_ transaction: PostgreSQLTransaction, in generation: Int) throws -> [ParkedNotification] {
    try transaction.query(
      """
      SELECT upstream, notification_id, sequence_id, position, topic, reason, attempts FROM \(parkedTable)
      WHERE projection = $1 AND generation = $2 AND outcome IS NULL ORDER BY upstream, notification_id
      """, [name, .int(generation)]
    ).map { row in
      guard let sequenceID = try row.uuid("sequence_id") else { throw Self.damaged }
      return ParkedNotification(
        upstream: try row.text("upstream") ?? "", notificationID: try row.int("notification_id") ?? 0,
        sequenceID: sequenceID, position: try row.int("position") ?? 0, topic: try row.text("topic") ?? "",
        reason: try row.text("reason") ?? "", attempts: try row.int("attempts") ?? 0)
    }
  }

  /// - Throws: `NotParked`.
  func park(_ transaction: PostgreSQLTransaction, _ change: ParkingChange, _ generation: Int) throws {
    let it = change.notification
    let place: [PostgreSQLValue] = [name, .int(generation), .text(it.upstream), .int(it.notificationID)]
    if case .parked = change {
      try transaction.execute(
        """
        INSERT INTO \(parkedTable)
          (projection, generation, upstream, notification_id, sequence_id, position, topic, reason, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        place + [
          .uuid(it.sequenceID), .int(it.position), .text(it.topic), .text(it.reason), .int(it.attempts),
        ])
      return
    }
    let count = try transaction.execute(
      """
      UPDATE \(parkedTable) SET reason = $5, attempts = $6, outcome = $7
      WHERE projection = $1 AND generation = $2 AND upstream = $3 AND notification_id = $4 AND outcome IS NULL
      """, place + [.text(it.reason), .int(it.attempts), change.outcome.map { .text($0) } ?? .null])
    guard count == 1 else { throw NotParked(it) }
  }

  static let damaged = RecorderError(
    .foreignSchema, "The tables of the views have a value that is not known here: they are of another version.")
}
