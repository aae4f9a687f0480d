public import EventSourcing
import GRDB
private import Synchronization

/// A view in tables of your own, in the database of the events or in another one.
///
///     let view = try await SQLiteView("sales", in: database)
///     let days = try await view.read { view in try view.rows("SELECT day, cents FROM \(view.tables["days"])") }
///
/// Changes are made by the one connection that writes, in turn with the database's appends.
public struct SQLiteView: View {
  public typealias Content = SQLiteViewContent

  public let name: String
  public let database: SQLiteDatabase

  private let sql = SQLiteViewStatements()

  /// Opens a view, and makes the tables in which its generations and positions are kept, unless they are there.
  ///
  /// - Parameters:
  ///   - name: That of the projection.
  ///   - database: Where its tables are to be; its closing is for who has opened it.
  /// - Throws: `InvalidProjection.name`; `.equalButForCapitals` if there is a view of such a name, also when the first
  ///   generation of this one is begun; `RecorderError`, `.foreignSchema` if there is such a table of another shape.
  public init(_ name: String, in database: SQLiteDatabase) async throws {
    try InvalidProjection.check(name: name)
    self.name = name
    self.database = database
    let sql = sql
    // Who may only read, reads.
    let isInstalled = try await database.read { db in
      guard try sql.isInstalled(db) else { return false }
      try sql.checkCapitals(db, of: name)
      return true
    }
    guard !isInstalled else { return }
    try await database.append([]) { db in try sql.install(db) }
  }

  /// Reads the current generation, as one moment has left it.
  ///
  /// - Throws: `ViewNotThere` before there is one; what the body throws; `RecorderError` instead of an error of the
  ///   database.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (SQLiteViewContent) throws -> Value
  ) async throws -> Value {
    let (sql, name) = (sql, name)
    return try await database.read { db in
      let generations = try sql.generations(db, of: name)
      guard let current = generations.first(where: { $0.state == .current }) else { throw ViewNotThere(name) }
      return try body(Self.content(db, name, current))
    }
  }

  public func generations() async throws -> [ViewGeneration] {
    let (sql, name) = (sql, name)
    return try await database.read { db in try sql.generations(db, of: name) }
  }

  public func begin(
    version: Int, isCurrent: Bool, prepare: @escaping @Sendable (inout SQLiteViewContent) throws -> Void
  ) async throws -> ViewGeneration? {
    let (sql, name) = (sql, name)
    return try await write { db in
      try sql.checkCapitals(db, of: name)
      if isCurrent, try sql.generations(db, of: name).contains(where: { $0.state == .current }) { return nil }
      let number = try sql.nextNumber(db, of: name)
      let new = ViewGeneration(number: number, version: version, state: isCurrent ? .current : .building)
      try sql.add(db, new, of: name)
      var content = Self.content(db, name, new)
      try prepare(&content)
      return new
    }
  }

  public func position(of upstream: String, in generation: Int) async throws -> LogPosition? {
    let (sql, name) = (sql, name)
    return try await database.read { db in try sql.position(db, of: upstream, name, generation) }
  }

  public func change(_ change: ViewChange<SQLiteViewContent>) async throws {
    let (sql, name) = (sql, name)
    try await write { db in
      let isOfEffects = change.generation == ViewGeneration.effects
      let generation = isOfEffects ? nil : try sql.generation(db, change.generation, of: name)
      guard isOfEffects || generation?.state == change.state else {
        throw GenerationReplaced(projection: name, generation: change.generation)
      }
      let found = try sql.position(db, of: change.upstream, name, change.generation)
      if let position = try change.newPosition(after: found) {
        try sql.set(db, position, of: change.upstream, name, change.generation)
      }
      guard let generation else { return }
      var content = Self.content(db, name, generation)
      let parked = try sql.parkedSequences(db, of: change.upstream, name, generation.number)
      for parking in try change.body(&content, parked) { try sql.park(db, parking, name, generation.number) }
    }
  }

  public func makeCurrent(_ generation: Int) async throws -> Bool {
    let (sql, name) = (sql, name)
    return try await write { db in
      guard try sql.generation(db, generation, of: name)?.state == .building else {
        throw GenerationReplaced(projection: name, generation: generation)
      }
      return try sql.makeCurrent(db, generation, of: name)
    }
  }

  public func remove(_ generation: ViewGeneration) async throws {
    let (sql, name) = (sql, name)
    try await write { db in
      guard let found = try sql.generation(db, generation.number, of: name), found.state != .current else { return }
      try sql.remove(db, Self.content(db, name, found).tables, found.number, of: name)
    }
  }

  public func parked(in generation: Int) async throws -> [ParkedNotification] {
    let (sql, name) = (sql, name)
    return try await database.read { db in try sql.parked(db, name, generation) }
  }

  public func lock(_ purpose: ViewLockPurpose) async throws -> (any ViewLock)? {
    try await SQLiteViewLock.take("\(name)$\(purpose.rawValue)", in: database)
  }

  private static func content(_ db: Database, _ name: String, _ generation: ViewGeneration) -> SQLiteViewContent {
    SQLiteViewContent(
      db: db, tables: ViewTables(projection: name, generation: generation) { EventSourcingSQLite.quoted($0) })
  }

  /// Does something in one transaction of the connection that writes.
  private func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    // Done more than once if its transaction has failed with that of others; the last time counts.
    let result = Mutex<Value?>(nil)
    try await database.append([]) { db in
      let value = try body(db)
      result.withLock { $0 = value }
    }
    guard let value = result.withLock({ $0 }) else {
      throw RecorderError(.unavailable, "The database has not done what it was given to do.")
    }
    return value
  }
}
