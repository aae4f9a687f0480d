public import EventSourcing
public import Foundation
public import GRDB

/// Keeps items in an SQLite database, in a file or in memory.
///
/// The table is made on first use. Readers do not wait for the writer, other processes may use the same file, and
/// appends that wait at the same time share one transaction (see `SQLiteOptions` for what a commit survives).
///
///     let recorder = try await SQLiteRecorder(.file("events.sqlite"))
///
/// For several recorders on one database, open an `SQLiteDatabase`.
public final class SQLiteRecorder: Sendable {
  /// The database that it is in.
  public let database: SQLiteDatabase

  /// Where tasks run beside the connection that writes; see `SQLiteDatabase.executor`.
  public var executor: any TaskExecutor { database.executor }

  let sql: SQLiteStatements
  let changes: ChangesOfThePast
  let uses = UsesUnderWay()
  private let ownsDatabase: Bool

  /// Opens a database of its own, and makes the table if it is not there.
  ///
  /// - Parameters:
  ///   - location: The file, or memory.
  ///   - table: The names of the table and its columns.
  ///   - options: Durability, waiting time and size.
  /// - Throws: `RecorderError`; above all `.notADatabase`, `.readOnly`, `.foreignSchema`, `.unavailable`.
  public convenience init(
    _ location: SQLiteLocation, table: ItemTable = .sequencedItems, options: SQLiteOptions = SQLiteOptions()
  ) async throws {
    let opened = try await offCooperativeThreads {
      try SQLiteConnections.open(location, table: table, options: options)
    }
    self.init(SQLiteDatabase(opened), table: table, ownsDatabase: true)
  }

  /// Opens a database of its own, blocking the calling thread meanwhile.
  package convenience init(
    blocking location: SQLiteLocation, table: ItemTable = .sequencedItems, options: SQLiteOptions = SQLiteOptions()
  ) throws {
    let opened = try SQLiteConnections.open(location, table: table, options: options)
    self.init(SQLiteDatabase(opened), table: table, ownsDatabase: true)
  }

  init(_ database: SQLiteDatabase, table: ItemTable, ownsDatabase: Bool) {
    self.database = database
    self.ownsDatabase = ownsDatabase
    sql = SQLiteStatements(table)
    changes = database.changes(of: table)
  }

  /// Records a request, and does work of your own in the same transaction, after it: for a view that must not differ
  /// from what is recorded.
  ///
  /// If the work throws, nothing of the request is recorded. It may be run more than once, each time after all that it
  /// had done was undone: it should do nothing but use the database, and be quick, since all other appends wait for it.
  /// It must not end the transaction; that is noticed and refused. So is what outlives it: settings that a PRAGMA has
  /// changed, most of which are put back, and databases that were attached, which are detached. PRAGMAs that only read
  /// may be used. What is changed by other ways than SQL, SQLite's own functions for example, is not noticed.
  ///
  /// - Parameters:
  ///   - request: What to record.
  ///   - work: Gets the connection that writes, for as long as it runs: kept and used elsewhere, it ends the program.
  /// - Throws: What the work throws; `RecorderError` instead of an error of the database; and what `append(_:)` throws.
  @discardableResult
  public func append(
    _ request: AppendRequest, also work: @escaping @Sendable (Database) throws -> Void
  ) async throws -> [Int] {
    try await append(request, SQLiteWork(work))
  }

  /// The names of the table's columns, as the database gives them.
  public func columns() async throws -> [String] {
    try await read { db, sql in try SQLiteTableShape(of: sql.table.name, in: db)?.columns.map(\.name) ?? [] }
  }

  public func close() async throws {
    try await uses.close { [database, ownsDatabase] in
      // Those who wait look, and find it closed.
      database.watch.prompt()
      if ownsDatabase { try await database.close() }
    }
  }

  /// A request for this recorder's table.
  ///
  /// - Throws: `RecorderError.unstorable` if it has metadata, and the table has no place for it.
  func part(_ request: AppendRequest) throws -> SQLiteRequest.Part {
    try sql.table.checkMetadata(of: request)
    return SQLiteRequest.Part(sql: sql, request: request)
  }

  private func append(
    _ request: AppendRequest, _ work: SQLiteWork?, isolation: isolated (any Actor)? = #isolation
  ) async throws -> [Int] {
    let part = try part(request)
    try uses.begin()
    defer { uses.end() }
    return try await database.commit(SQLiteRequest(parts: [part], work: work))[0]
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database, SQLiteStatements) throws -> Value
  ) async throws -> Value {
    try await use { [sql] connections in try await connections.read { db in try body(db, sql) } }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database, SQLiteStatements) throws -> Value
  ) async throws -> Value {
    try await use { [sql, files = database.files] connections in
      try await connections.writeWithoutTransaction { db in try files.inTransaction(db) { try body(db, sql) } }
    }
  }

  private func use<Value>(_ body: (any DatabaseWriter) async throws -> Value) async throws -> Value {
    try uses.begin()
    defer { uses.end() }
    return try await database.use(body)
  }
}

extension SQLiteRecorder: Recorder {
  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    try await append(request, nil)
  }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try await read { db, sql in try sql.item(db, sequenceID, position) }
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await read { db, sql in
      guard let bounds = query.bounds else { return [] }
      return try sql.items(db, sequenceID, bounds, query)
    }
  }

  public func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    try await read { db, sql in
      guard let bounds = query.bounds else { return [] }
      return try sql.notifications(db, sequenceID, bounds, query)
    }
  }

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await read { db, sql in try sql.sequenceIDs(db, after: id, limit: max(limit, 0)) }
  }

  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try await read { db, sql in try sql.page(db, query) }
  }

  public func newestPosition() async throws -> LogPosition {
    try await read { db, sql in try sql.newestPosition(db) }
  }

  public func logRevision() async throws -> LogRevision {
    try await read { db, sql in try sql.tracking.log(db).revision }
  }

  public func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool {
    // Whoever follows a busy log has not to wait, and nobody has to look for it.
    if try await newestID() > id { return true }
    guard duration > .zero else { return false }
    return try await database.watch.wait(after: id, atMost: duration, newestID: newestID)
  }

  public func lastTracked(of upstream: String) async throws -> LogPosition? {
    try await read { db, sql in try sql.tracking.position(db, of: upstream) }
  }

  private func newestID() async throws -> Int {
    try await read { db, sql in try sql.following.newestID(db) }
  }
}
