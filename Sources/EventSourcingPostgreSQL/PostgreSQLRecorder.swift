public import EventSourcing
public import Foundation

/// Keeps items in a PostgreSQL database.
///
/// The tables are made on first use. Many processes may write at the same time and do not wait for each other, and
/// appends that wait at the same time in one process share one transaction.
///
///     let recorder = try await PostgreSQLRecorder("postgresql://shop@db.example.com/shop", schema: "events")
///
/// Once the tables are there, the user needs `USAGE` on the schema; `SELECT` and `INSERT` on the tables; and `USAGE` and
/// `SELECT` on the sequence of the ids. Maintenance needs `UPDATE` and `DELETE`, too.
public final class PostgreSQLRecorder: MaintenanceRecorder {
  private let writer: PostgreSQLLane
  private let readers: PostgreSQLPool
  private let groups: GroupCommit<PostgreSQLSession>
  private let sql: PostgreSQLStatements
  private let patience: Duration?

  /// Connects to a database, and makes the tables if they are not there.
  ///
  /// - Parameters:
  ///   - connection: Whatever libpq accepts: `postgresql://…`, keywords as in `host=… dbname=…`, several hosts with
  ///     `target_session_attrs=read-write`, `sslmode`; what it leaves out comes from the variables `PGHOST`,
  ///     `PGPASSWORD` and so on.
  ///   - schema: The schema of the tables, which is made if it is not there.
  ///   - table: The names of the table and its columns.
  ///   - options: Connections and timeouts.
  /// - Throws: `RecorderError`; above all `.unavailable`, `.refused`, `.notADatabase`, `.foreignSchema`, `.readOnly`.
  public init(
    _ connection: String, schema: String = "public", table: ItemTable = .sequencedItems,
    options: PostgreSQLOptions = PostgreSQLOptions()
  ) async throws {
    let address = try PostgreSQLAddress(connection, options: options)
    let names = try PostgreSQLNames(schema: schema, table: table)
    let writer = PostgreSQLLane(address)
    let sequence: String
    do {
      sequence = try await writer.run { session in try PostgreSQLSchema(names: names).open(on: session.connection()) }
    } catch {
      throw translated(error)
    }
    let sql = PostgreSQLStatements(names, sequence: sequence)
    self.writer = writer
    self.sql = sql
    readers = PostgreSQLPool(address, limit: options.maximumConnections - 1)
    patience = options.statementMilliseconds > 0 ? .milliseconds(options.statementMilliseconds) : nil
    groups = GroupCommit(
      useConnection: { work in writer.async(work) },
      commit: { requests, session in PostgreSQLAppend(session: session, sql: sql).commit(requests) })
  }

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    try await groups.append(request)
  }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try await read { connection, sql in try sql.item(connection, sequenceID, position) }
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await read { connection, sql in
      guard let bounds = query.bounds else { return [] }
      return try sql.items(connection, sequenceID, bounds, query)
    }
  }

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await read { connection, sql in try sql.sequenceIDs(connection, after: id, limit: max(limit, 0)) }
  }

  /// A page of the notification sequence, in order: all that was committed before, and perhaps more.
  ///
  /// If a writer that began before what was found is still at work, this waits for it, without holding up anybody.
  ///
  /// - Throws: `RecorderError.timedOut` if that takes longer than the statement timeout.
  public func notifications(
    after id: Int, limit: Int, topics: [String]?
  ) async throws -> [ItemNotification] {
    func look() async throws -> SettledNotifications {
      try await read { connection, sql in
        try sql.notifications(connection, after: id, limit: max(limit, 0), topics: topics)
      }
    }
    var found = try await look()
    let newest = found.seen.last?.id ?? 0
    let deadline = patience.map { ContinuousClock.now + $0 }
    var pause = 1
    while found.settledID < newest {
      if let deadline, .now > deadline {
        throw RecorderError(.timedOut, "A writer has not ended its transaction for longer than the statement timeout.")
      }
      try await Task.sleep(for: .milliseconds(pause))
      pause = min(pause * 2, 50)
      found = try await look()
    }
    return found.seen.filter { $0.id <= found.settledID }
  }

  public func lastTracked(of upstream: String) async throws -> Int? {
    try await read { connection, sql in try sql.lastTracked(connection, upstream) }
  }

  @discardableResult
  public func deleteItems(of sequenceID: UUID) async throws -> Int {
    try await write { connection, sql in try sql.deleteItems(connection, sequenceID) }
  }

  public func rewrite(_ rewrites: [Rewrite]) async throws {
    try await write { connection, sql in
      for rewrite in rewrites {
        try sql.rewrite(connection, rewrite)
      }
    }
  }

  /// The names of the table's columns, as the database gives them.
  public func columns() async throws -> [String] {
    try await read { connection, sql in try sql.columns(connection) }
  }

  public func close() async throws {
    await groups.close()
    await readers.close()
    try await writer.run { session in session.close() }
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection, PostgreSQLStatements) throws -> Value
  ) async throws -> Value {
    // The appends are closed first: from then on nothing else may begin either.
    try groups.checkOpen()
    do {
      return try await readers.read { [sql] connection in try body(connection, sql) }
    } catch {
      throw translated(error)
    }
  }

  /// Runs maintenance in a transaction of its own, in turn with the appends.
  private func write<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection, PostgreSQLStatements) throws -> Value
  ) async throws -> Value {
    try groups.checkOpen()
    do {
      return try await writer.run { [sql] session in
        try session.connection().inTransaction { connection in try body(connection, sql) }
      }
    } catch {
      throw translated(error)
    }
  }
}
