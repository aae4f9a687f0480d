public import EventSourcing
import Synchronization

/// A view in tables of your own, in the database of the events or in another one.
///
///     let view = try await PostgreSQLView("sales", in: database, schema: "views")
///     let days = try await view.read { view in try view.query("SELECT day, cents FROM \(view.tables["days"])") }
///
/// Changes are made by the database's one connection that writes, in turn with its appends.
public struct PostgreSQLView: View {
  public typealias Content = PostgreSQLViewContent

  public let name: String
  public let database: PostgreSQLDatabase

  /// Where the tables are.
  public let schema: String

  let sql: PostgreSQLViewStatements

  /// Opens a view, and makes the schema and the tables in which its generations and positions are kept, unless they are
  /// there.
  ///
  /// - Parameters:
  ///   - name: That of the projection.
  ///   - database: Where its tables are to be; its closing is for who has opened it.
  ///   - schema: Where in it.
  /// - Throws: `InvalidProjection.name`; `RecorderError`.
  public init(_ name: String, in database: PostgreSQLDatabase, schema: String = "public") async throws {
    try InvalidProjection.check(name: name)
    _ = try PostgreSQLNames(schema: schema, table: .sequencedItems)
    self.name = name
    self.database = database
    self.schema = schema
    let sql = PostgreSQLViewStatements(schema: schema, projection: name)
    self.sql = sql
    // Who may only read, reads.
    guard try await !database.read({ try sql.isInstalled($0) }) else { return }
    try await database.append([]) { transaction in try sql.install(transaction) }
  }

  /// Reads the current generation, as one moment has left it.
  ///
  /// - Parameter body: Is called again if another generation has taken that one's place while it ran.
  /// - Throws: `ViewNotThere` before there is one; what the body throws; `RecorderError`; `CancellationError`.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLViewContent) throws -> Value
  ) async throws -> Value {
    let (sql, name) = (sql, name)
    for _ in 0..<10 {
      let read = Mutex<Int?>(nil)
      do {
        return try await database.read { transaction in
          guard let current = try sql.generations(transaction).first(where: { $0.state == .current }) else {
            throw ViewNotThere(name)
          }
          read.withLock { $0 = current.number }
          return try body(sql.content(transaction, current))
        }
      } catch let error as RecorderError {
        // The names of tables are not as one moment has left them: those of a generation may be gone.
        guard let number = read.withLock({ $0 }), try await currentGeneration()?.number != number else { throw error }
      }
    }
    throw RecorderError(.busy, "The view was made anew time and again while it was read: try again.")
  }

  public func generations() async throws -> [ViewGeneration] {
    let sql = sql
    return try await database.read { try sql.generations($0) }
  }

  public func begin(
    version: Int, isCurrent: Bool, prepare: @escaping @Sendable (inout PostgreSQLViewContent) throws -> Void
  ) async throws -> ViewGeneration? {
    let sql = sql
    return try await write { transaction in
      try sql.lock(transaction)
      if isCurrent, try sql.generations(transaction).contains(where: { $0.state == .current }) { return nil }
      let new = try sql.add(transaction, version: version, isCurrent ? .current : .building)
      var content = sql.content(transaction, new)
      try prepare(&content)
      try content.sendWaiting()
      return new
    }
  }

  public func position(of upstream: String, in generation: Int) async throws -> LogPosition? {
    let sql = sql
    return try await database.read { try sql.position($0, of: upstream, in: generation) }
  }

  public func change(_ change: ViewChange<PostgreSQLViewContent>) async throws {
    let (sql, name) = (sql, name)
    try await write { transaction in
      let found = try sql.lock(transaction, change.generation, change.upstream)
      let isOfEffects = change.generation == ViewGeneration.effects
      guard isOfEffects || found.generation?.state == change.state else {
        throw GenerationReplaced(projection: name, generation: change.generation)
      }
      if let position = try change.newPosition(after: found.position) {
        guard try sql.set(transaction, position, of: change.upstream, change.generation, after: found.position) else {
          // Somebody else has set the first one since this looked.
          let other = try sql.lock(transaction, change.generation, change.upstream).position
          throw AlreadyTracked(
            TrackingRecord(upstream: change.upstream, from: 0, to: position), found: other?.id ?? 0)
        }
      }
      guard let generation = found.generation else { return }
      var content = sql.content(transaction, generation)
      let parkings = try change.body(&content, found.parked)
      try content.sendWaiting()
      for parking in parkings { try sql.park(transaction, parking, generation.number) }
    }
  }

  public func makeCurrent(_ generation: Int) async throws -> Bool {
    let (sql, name) = (sql, name)
    return try await write { transaction in
      try sql.lock(transaction)
      guard try sql.lockGenerations(transaction)[generation]?.state == .building else {
        throw GenerationReplaced(projection: name, generation: generation)
      }
      return try sql.makeCurrent(transaction, generation)
    }
  }

  public func remove(_ generation: ViewGeneration) async throws {
    let sql = sql
    try await write { transaction in
      // Who reads it, or was stopped in the middle of a change, would keep all others waiting.
      try transaction.execute("SET LOCAL lock_timeout = '2s'")
      guard let found = try sql.lockGenerations(transaction)[generation.number], found.state != .current else { return }
      try sql.remove(transaction, found)
    }
  }

  public func parked(in generation: Int) async throws -> [ParkedNotification] {
    let sql = sql
    return try await database.read { try sql.parked($0, in: generation) }
  }

  public func lock(_ purpose: ViewLockPurpose) async throws -> (any ViewLock)? {
    try await PostgreSQLViewLock.take(sql.lockNumber(purpose.rawValue), in: database)
  }

  /// Does something in one transaction of the connection that writes.
  private func write<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLTransaction) throws -> Value
  ) async throws -> Value {
    let result = Mutex<Value?>(nil)
    try await database.append([]) { transaction in
      let value = try body(transaction)
      result.withLock { $0 = value }
    }
    guard let value = result.withLock({ $0 }) else {
      throw RecorderError(.unavailable, "The database has not done what it was given to do.")
    }
    return value
  }
}
