public import EventSourcing
public import Foundation
import GRDB

/// Keeps items in an SQLite database, in a file or in memory.
///
/// The table is made on first use. Readers do not wait for the writer, other processes may use the same file, and
/// appends that wait at the same time share one transaction (see `SQLiteOptions` for what a commit survives).
///
///     let recorder = try await SQLiteRecorder(.file("events.sqlite"))
public final class SQLiteRecorder: MaintenanceRecorder {
  let connections: any DatabaseWriter
  private let groups: GroupCommit<Database>
  private let uses = UsesUnderWay()
  private let sql: SQLiteStatements

  /// Opens a database, and makes the table if it is not there.
  ///
  /// - Parameters:
  ///   - location: The file, or memory.
  ///   - table: The names of the table and its columns.
  ///   - options: Durability, waiting time and size.
  /// - Throws: `RecorderError`; above all `.notADatabase`, `.readOnly`, `.foreignSchema`, `.unavailable`.
  public convenience init(
    _ location: SQLiteLocation, table: ItemTable = .sequencedItems, options: SQLiteOptions = SQLiteOptions()
  ) async throws {
    let connections = try await offCooperativeThreads {
      try SQLiteConnections.open(location, table: table, options: options)
    }
    self.init(connections, table: table)
  }

  /// Opens a database, blocking the calling thread meanwhile.
  package convenience init(
    blocking location: SQLiteLocation, table: ItemTable = .sequencedItems, options: SQLiteOptions = SQLiteOptions()
  ) throws {
    self.init(try SQLiteConnections.open(location, table: table, options: options), table: table)
  }

  private init(_ connections: any DatabaseWriter, table: ItemTable) {
    let sql = SQLiteStatements(table)
    self.connections = connections
    self.sql = sql
    groups = GroupCommit(
      useConnection: { work in connections.asyncWriteWithoutTransaction(work) },
      commit: { requests, db in SQLiteAppend(db: db, sql: sql).commit(requests) })
  }

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    try await groups.append(request)
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

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await read { db, sql in try sql.sequenceIDs(db, after: id, limit: max(limit, 0)) }
  }

  public func notifications(
    after id: Int, limit: Int, topics: [String]?
  ) async throws -> [ItemNotification] {
    try await read { db, sql in try sql.notifications(db, after: id, limit: max(limit, 0), topics: topics) }
  }

  public func lastTracked(of upstream: String) async throws -> Int? {
    try await read { db, sql in try sql.lastTracked(db, upstream) }
  }

  @discardableResult
  public func deleteItems(of sequenceID: UUID) async throws -> Int {
    try await write { db, sql in try sql.deleteItems(db, sequenceID) }
  }

  public func rewrite(_ rewrites: [Rewrite]) async throws {
    try await write { db, sql in
      for rewrite in rewrites {
        try sql.rewrite(db, rewrite)
      }
    }
  }

  /// The names of the table's columns, as the database gives them.
  public func columns() async throws -> [String] {
    try await read { db, sql in try SQLiteTableShape(of: sql.table.name, in: db)?.columns.map(\.name) ?? [] }
  }

  public func close() async throws {
    await groups.close()
    let connections = connections
    try await uses.close {
      try await offCooperativeThreads {
        // The writer goes last: only then does SQLite move what is in the WAL into the database file, and remove
        // the WAL, without which a copy of the file would lack the newest events.
        (connections as? DatabasePool)?.releaseMemory()
        try translatingErrors { try connections.close() }
      }
    }
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database, SQLiteStatements) throws -> Value
  ) async throws -> Value {
    try await use { [sql] connections in try await connections.read { db in try body(db, sql) } }
  }

  private func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database, SQLiteStatements) throws -> Value
  ) async throws -> Value {
    try await use { [sql] connections in try await connections.write { db in try body(db, sql) } }
  }

  private func use<Value>(_ body: (any DatabaseWriter) async throws -> Value) async throws -> Value {
    // The appends are closed first: from then on nothing else may begin either.
    try groups.checkOpen()
    try uses.begin()
    defer { uses.end() }
    return try await translatingErrors { try await body(connections) }
  }
}
