import EventSourcing

/// The tables of a recorder: made on first use, or checked and left as they are.
struct PostgreSQLSchema {
  let names: PostgreSQLNames

  /// What the database tells of the tables when they are there.
  struct Opened {
    /// The sequence from which the item table's ids are drawn, as SQL takes it.
    let sequence: String

    /// On which prompts for the item table are told.
    let channel: String
  }

  /// Makes what is missing, or only looks if nothing is: then no right to create anything is needed.
  ///
  /// - Throws: `RecorderError.foreignSchema` if a table of the name is there with another shape.
  func open(on connection: PostgreSQLConnection) throws -> Opened {
    if try !isInstalled(on: connection) { try install(on: connection) }
    try check(on: connection)
    // One that was made by hand has no identity yet.
    if try connection.query(identity).count == 0 { try connection.execute(identityCreation) }
    let opened = try opened(on: connection)
    try PostgreSQLTableUse(names: names, sequence: opened.sequence).check(on: connection)
    return opened
  }

  private func isInstalled(on connection: PostgreSQLConnection) throws -> Bool {
    try [names.table.name, names.table.trackingTable].allSatisfy { table in
      try PostgreSQLTableShape(of: table, schema: names.schema, on: connection) != nil
    }
  }

  /// Makes what is missing, in one transaction and one process at a time for each schema.
  ///
  /// IF NOT EXISTS alone is not safe: of two who find nothing both create, and one fails.
  private func install(on connection: PostgreSQLConnection) throws {
    do {
      try connection.begin()
      try connection.execute(SchemaLock.statement(for: names.schema))
      let hasSchema = try connection.query(
        "SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1::text", [.text(names.schema)])
      // IF NOT EXISTS asks for the right to create, also when there is nothing to do.
      if hasSchema.count == 0 { try connection.execute("CREATE SCHEMA \(quoted(names.schema))") }
      for (name, creation) in [(names.table.name, creation), (names.table.trackingTable, trackingCreation)]
      where try PostgreSQLTableShape(of: name, schema: names.schema, on: connection) == nil {
        try connection.execute(creation)
      }
      // Also what was just made: an item table of the name of the other one is found now.
      try check(on: connection)
      try connection.execute(identityCreation)
      try connection.execute("COMMIT")
    } catch {
      if connection.isInTransaction { try? connection.execute("ROLLBACK") }
      throw error
    }
  }

  private func check(on connection: PostgreSQLConnection) throws {
    for (name, expected) in [(names.table.name, shape), (names.table.trackingTable, Self.trackingShape)] {
      guard let found = try PostgreSQLTableShape(of: name, schema: names.schema, on: connection),
        let difference = found.difference(from: expected)
      else { continue }
      let table = "The schema “\(names.schema)” has a table “\(name)” that"
      if let advice = advice(on: found, expected) {
        throw RecorderError(.foreignSchema, "\(table) is of an older version: \(advice)")
      }
      throw RecorderError(
        .foreignSchema,
        "\(table) was not made by this recorder: \(difference). "
          + "It was left as it is; choose another table name or another schema.")
    }
  }

  /// What to do with a table that only an older version can have made; `nil` if it is none.
  private func advice(on found: PostgreSQLTableShape, _ expected: PostgreSQLTableShape) -> String? {
    if found == Self.olderTrackingShape {
      return
        "it has a row for each part dealt with, and now there is one row an upstream. Rename it, open the recorder "
        + "again, and put upstream and max(notification_id) of each upstream into the table that was made."
    }
    guard let metadata = names.table.metadata,
      found.difference(from: expected.lacking(metadata)) == nil
    else { return nil }
    return "it has no column “\(metadata)”. Add it by ALTER TABLE \(names.items) ADD COLUMN \(quoted(metadata)) "
      + "text COLLATE \"C\", or open the recorder with an ItemTable that names none."
  }

  private func opened(on connection: PostgreSQLConnection) throws -> Opened {
    let found = try connection.query(
      "SELECT pg_catalog.pg_get_serial_sequence($1::text, $2::text), 'event_sourcing_' || $1::text::regclass::oid::text",
      [.text(names.items), .text(names.table.notificationID)])
    return found.first { Opened(sequence: $0.text(0), channel: $0.text(1)) } ?? Opened(sequence: "", channel: "")
  }

  /// What makes the item table.
  ///
  /// Ids may be told, not only drawn, so that the rows can be put in another order than that of their ids. The cache is
  /// 1, since ids that a connection has in store would be committed long after larger ones.
  private var creation: String {
    """
    CREATE TABLE \(names.items) (
      \(quoted(names.table.notificationID)) bigint GENERATED BY DEFAULT AS IDENTITY (CACHE 1) PRIMARY KEY,
      \(quoted(names.table.sequenceID)) uuid NOT NULL,
      \(quoted(names.table.position)) bigint NOT NULL,
      \(quoted(names.table.topic)) text COLLATE "C" NOT NULL,
      \(quoted(names.table.data)) bytea NOT NULL,
      \(quoted(names.table.timestamp)) bigint NOT NULL,\(metadataCreation)
      UNIQUE (\(quoted(names.table.sequenceID)), \(quoted(names.table.position)))
    )
    """
  }

  private var metadataCreation: String {
    names.table.metadata.map { "\n  \(quoted($0)) text COLLATE \"C\"," } ?? ""
  }

  private var trackingCreation: String {
    """
    CREATE TABLE \(names.trackingRecords) (
      upstream text COLLATE "C" PRIMARY KEY,
      notification_id bigint NOT NULL,
      log uuid,
      digest bigint
    )
    """
  }

  /// The row without a name is the log's own: it has the log's identity.
  private var identityCreation: String {
    """
    INSERT INTO \(names.trackingRecords) (upstream, notification_id, log) VALUES ('', 0, pg_catalog.gen_random_uuid())
    ON CONFLICT DO NOTHING
    """
  }

  private var identity: String {
    "SELECT FROM \(names.trackingRecords) WHERE upstream = ''"
  }
}

// MARK: - Shapes

extension PostgreSQLSchema {
  private var shape: PostgreSQLTableShape {
    PostgreSQLTableShape(
      columns: [
        .init(name: names.table.notificationID, type: "bigint"),
        .init(name: names.table.sequenceID, type: "uuid"),
        .init(name: names.table.position, type: "bigint"),
        .init(name: names.table.topic, type: "text COLLATE C"),
        .init(name: names.table.data, type: "bytea"),
        .init(name: names.table.timestamp, type: "bigint"),
      ] + (names.table.metadata.map { [.init(name: $0, type: "text COLLATE C", isRequired: false)] } ?? []),
      uniqueKeys: UniqueKeys([[names.table.notificationID], [names.table.sequenceID, names.table.position]]),
      counter: names.table.notificationID)
  }

  private static let trackingShape = PostgreSQLTableShape(
    columns: [
      .init(name: "upstream", type: "text COLLATE C"),
      .init(name: "notification_id", type: "bigint"),
      .init(name: "log", type: "uuid", isRequired: false),
      .init(name: "digest", type: "bigint", isRequired: false),
    ],
    uniqueKeys: UniqueKeys([["upstream"]]))

  private static let olderTrackingShape = PostgreSQLTableShape(
    columns: [
      .init(name: "upstream", type: "text COLLATE C"),
      .init(name: "notification_id", type: "bigint"),
    ],
    uniqueKeys: UniqueKeys([["upstream", "notification_id"]]))
}
