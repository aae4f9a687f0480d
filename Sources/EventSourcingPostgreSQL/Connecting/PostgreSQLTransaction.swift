import EventSourcing
import Synchronization

/// Runs statements in a transaction that somebody else begins and ends: an append's, or one that reads.
///
/// It is of use only until the work that it was given to has returned.
public final class PostgreSQLTransaction: Sendable {
  /// A connection that is used only by whoever has the lock.
  private struct Lent: Sendable {
    nonisolated(unsafe) let connection: PostgreSQLConnection
    var use = Use()
  }

  /// What became of it.
  struct Use {
    /// Why a statement failed, if one did.
    var failure: RecorderError?

    /// Why a statement was refused that the transaction has not failed by.
    var refusal: RecorderError?

    /// Whether a statement has ended the transaction.
    var isEnded = false
  }

  private let lent: Mutex<Lent?>

  init(_ connection: PostgreSQLConnection) {
    lent = Mutex(Lent(connection: connection))
  }

  /// Runs one statement, which has `$1`, `$2` and so on where the values belong.
  ///
  /// - Returns: The number of rows that it has changed.
  /// - Throws: `RecorderError`; `.refused` if the statement has a mistake. Nothing more can be done then in this
  ///   transaction but to throw, unless the server has refused it and a savepoint was made before.
  @discardableResult
  public func execute(_ sql: String, _ values: [PostgreSQLValue] = []) throws -> Int {
    try run(sql, values) { $0.changes }
  }

  /// Runs one statement, and gives its rows.
  ///
  /// - Throws: `RecorderError`.
  public func query(_ sql: String, _ values: [PostgreSQLValue] = []) throws -> [PostgreSQLRow] {
    try run(sql, values) { $0.rows }
  }

  /// Runs statements that are sent all at once, in one round trip; those that come again are kept prepared.
  ///
  /// - Returns: The number of rows that each has changed.
  /// - Throws: `RecorderError` of the first that failed; the server has skipped those after it.
  @discardableResult
  public func executeAll(_ statements: [PostgreSQLStatement]) throws -> [Int] {
    guard !statements.isEmpty else { return [] }
    return try use { connection, use in
      guard statements.allSatisfy({ TransactionEnding($0.sql) == .none }) else { throw Self.mayNotEnd }
      let results = try connection.runAll(statements)
      for (statement, result) in zip(statements, results) {
        try Self.note(result, of: statement.sql, connection, &use)
      }
      guard !results.contains(where: \.isOfEmptyStatement) else { throw RecorderError.emptyStatement }
      return results.map(\.changes)
    }
  }

  /// Runs statements of the library's own, whose errors are those of its tables, all at once.
  func ownPipeline<Value>(
    _ statements: [PostgreSQLTable.Statement], _ read: ([PostgreSQLResult]) throws -> sending Value
  ) throws -> Value {
    try lent.withLock { lent in
      guard let connection = lent?.connection, lent?.use.isEnded == false else { throw Self.isOver }
      do {
        return try read(connection.pipeline(statements))
      } catch let failure as PostgreSQLFailure {
        let error = recorderError(failure)
        lent?.use.failure = error
        throw error
      }
    }
  }

  /// Lets nobody use it from now on, and waits for a statement that another thread may be running.
  ///
  func end() -> Use {
    lent.withLock { lent in
      defer { lent = nil }
      return lent?.use ?? Use()
    }
  }

  private func run<Value>(
    _ sql: String, _ values: [PostgreSQLValue], _ read: (PostgreSQLResult) -> sending Value
  ) throws -> Value {
    try use { connection, use in
      guard TransactionEnding(sql) == .none else { throw Self.mayNotEnd }
      let result = try connection.run(sql, values)
      try Self.note(result, of: sql, connection, &use)
      return read(result)
    }
  }

  private static func note(
    _ result: PostgreSQLResult, of sql: String, _ connection: PostgreSQLConnection, _ use: inout Use
  ) throws {
    let tag = result.tag
    if SessionSettings.outlastsTransaction(tag: tag) { connection.isSpoiled = true }
    // What the server says counts, should it have read the statement in another way.
    if !connection.isInTransaction || TransactionEnding(tag: tag, of: sql) == .ends {
      use.isEnded = true
      throw Self.mayNotEnd
    }
  }

  private func use<Value>(
    _ body: (PostgreSQLConnection, inout Use) throws -> sending Value
  ) throws -> Value {
    try lent.withLock { lent in
      guard var current = lent, !current.use.isEnded else { throw Self.isOver }
      defer { lent = current }
      do {
        return try body(current.connection, &current.use)
      } catch let failure as PostgreSQLFailure {
        let error = ownStatementError(failure)
        // After it each other one fails, too, for no other reason.
        if failure.sqlState != "25P02" { current.use.failure = error }
        throw error
      } catch let refusal as RecorderError {
        current.use.refusal = refusal
        throw refusal
      }
    }
  }

  private static let isOver = RecorderError(
    .closed, "The transaction is over: it can be used only while the work that it was given to runs.")

  private static let mayNotEnd = RecorderError(
    .refused, "The work may not begin or end a transaction: that is done when it has returned, or has thrown.")
}
