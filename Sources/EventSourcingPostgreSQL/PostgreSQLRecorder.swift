public import EventSourcing
public import Foundation

/// Keeps items in a PostgreSQL database.
///
/// The tables are made on first use. Many processes may write at the same time and do not wait for each other, and
/// appends that wait at the same time in one process share one transaction.
///
///     let recorder = try await PostgreSQLRecorder("postgresql://shop@db.example.com/shop", schema: "events")
///
/// Once the tables are there, the user needs `USAGE` on the schema; `SELECT` and `INSERT` on both tables; `UPDATE` on
/// the one with the tracking records; and `USAGE` and `SELECT` on the sequence of the ids. Appends that assert
/// something need `DELETE` on the table with the items, where a row stands for what is asserted until the commit (with
/// a negative notification id, for triggers of your own). Maintenance and `restore(_:)` need `UPDATE` and `DELETE` on
/// both, and `replicate(_:)` these and `UPDATE` on the sequence.
///
/// Where a pooler stands between that hands each transaction another connection, those who wait for notifications of
/// other processes hear no prompts, and find them by looking.
public final class PostgreSQLRecorder: MaintenanceRecorder, ReplicaRecorder {
  /// The database that it is in.
  public let database: PostgreSQLDatabase

  /// Where tasks run beside the connection that writes; see `PostgreSQLDatabase.executor`.
  public var executor: any TaskExecutor { database.executor }

  let table: PostgreSQLTable
  let use = PostgreSQLUse()

  /// Whether nobody else has the database.
  private let isOwner: Bool

  /// Connects to a database that is this recorder's own, and makes the tables if they are not there.
  ///
  /// - Parameters:
  ///   - connection: Whatever libpq accepts; see `PostgreSQLDatabase`.
  ///   - schema: The schema of the tables, which is made if it is not there.
  ///   - table: The names of the table and its columns.
  ///   - options: Connections and timeouts.
  /// - Throws: `RecorderError`; above all `.unavailable`, `.refused`, `.notADatabase`, `.foreignSchema`, `.readOnly`.
  public convenience init(
    _ connection: String, schema: String = "public", table: ItemTable = .sequencedItems,
    options: PostgreSQLOptions = PostgreSQLOptions()
  ) async throws {
    let names = try PostgreSQLNames(schema: schema, table: table)
    let database = try await PostgreSQLDatabase(connection, options: options)
    do {
      self.init(of: database, on: try await database.open(names), isOwner: true)
    } catch {
      try await database.close()
      throw error
    }
  }

  init(of database: PostgreSQLDatabase, on table: PostgreSQLTable, isOwner: Bool) {
    self.database = database
    self.table = table
    self.isOwner = isOwner
  }

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    try use.begin()
    defer { use.end() }
    try table.names.table.checkMetadata(of: request)
    return try await database.append(PendingAppend([.init(table: table, request: request)]))[0]
  }

  /// Records the items of a request with work of one's own in the same transaction, all or nothing.
  ///
  /// It has a transaction to itself, in turn with the other appends, which wait meanwhile: let the work be short. What
  /// it says to the session, as by `SET`, is taken back before the commit.
  ///
  /// The work is done when the items are recorded and before that is committed, at most once.
  ///
  /// - Throws: What an append throws, and what the work throws: then nothing was recorded.
  @discardableResult
  public func append(
    _ request: AppendRequest, also work: @escaping @Sendable (PostgreSQLTransaction) throws -> Void
  ) async throws -> [Int] {
    try await database.append([(self, request)], also: work)[0]
  }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try await read { connection, table in try table.reading.item(connection, sequenceID, position) }
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await notifications(of: sequenceID, where: query).map(\.item)
  }

  public func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    try await read { connection, table in try table.reading.notifications(connection, sequenceID, query) }
  }

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await read { connection, table in try table.reading.sequenceIDs(connection, after: id, limit: max(limit, 0)) }
  }

  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try await read { connection, table in try table.following.page(connection, query, table.tracking) }
  }

  public func newestPosition() async throws -> LogPosition {
    try await read { connection, table in try table.following.newestPosition(connection, table.tracking) }
  }

  public func logRevision() async throws -> LogRevision {
    try await read { connection, table in try table.tracking.revision(connection) }
  }

  public func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool {
    let waiting = WaitingForNotifications(
      signal: database.signal, shortestPause: database.pauses.shortest, longestPause: database.pauses.longest)
    var patience = LookingPatience(for: duration)
    return try await waiting.wait(after: id, atMost: duration) {
      do {
        let found = try await read { connection, table in
          try LookingPatience.looking { try table.following.look(connection, after: id, table.tracking) }
        }
        patience.noteSuccess()
        if found.settledID <= id, duration > .zero { database.listener.want(table.channel) }
        return found
      } catch {
        // The server may come back soon.
        try patience.note(error)
        return .init(settledID: id)
      }
    }
  }

  public func lastTracked(of upstream: String) async throws -> LogPosition? {
    try await read { connection, table in try table.tracking.position(connection, of: upstream) }
  }

  /// The names of the table's columns, as the database gives them.
  public func columns() async throws -> [String] {
    try await read { connection, table in try table.reading.columns(connection) }
  }

  /// Lets what is under way end, then closes the recorder, and with it the database unless that was opened by itself.
  public func close() async throws {
    if isOwner {
      use.refuse()
      try await database.close()
    } else {
      use.refuse()
      // Who waits is told.
      database.signal.prompt()
      await use.close()
    }
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection, PostgreSQLTable) throws -> Value
  ) async throws -> Value {
    try use.begin()
    defer { use.end() }
    return try await database.withReader { [table] connection in try body(connection, table) }
  }

  /// Runs the body in a transaction of its own, in turn with the appends; not if the task was cancelled.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection, PostgreSQLTable) throws -> Value
  ) async throws -> Value {
    try use.begin()
    defer { use.end() }
    try Task.checkCancellation()
    return try await database.withWriter { [table] connection in
      try connection.inTransaction { connection in try body(connection, table) }
    }
  }

  func checkMetadata(of items: [SequencedItem]) throws {
    guard let item = items.first(where: { $0.metadata != nil }) else { return }
    try table.names.table.checkMetadata(of: AppendRequest([item], timed: item.position == 0 ? [] : [item.sequenceID]))
  }
}
