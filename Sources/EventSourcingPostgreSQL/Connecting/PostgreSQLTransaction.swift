import EventSourcing
import Synchronization

/// Runs statements in a transaction that somebody else begins and ends: an append's, or one that reads.
///
/// It is of use only until the work that it was given to has returned.
public final class PostgreSQLTransaction: Sendable {
  /// A connection that is used only by whoever has the lock.
  private struct Lent: Sendable {
    nonisolated(unsafe) let connection: PostgreSQLConnection
    var failure: RecorderError?
    var isEnded = false
  }

  private let lent: Mutex<Lent?>

  init(_ connection: PostgreSQLConnection) {
    lent = Mutex(Lent(connection: connection))
  }

  /// Runs one statement, which has `$1`, `$2` and so on where the values belong.
  ///
  /// - Returns: The number of rows that it has changed.
  /// - Throws: `RecorderError`. Nothing more can be done then in this transaction but to throw, unless a savepoint was
  ///   made before.
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

  /// Lets nobody use it from now on, and waits for a statement that another thread may be running.
  ///
  /// - Returns: Why a statement failed, if one did; and whether one has ended the transaction.
  func end() -> (failure: RecorderError?, isEnded: Bool) {
    lent.withLock { lent in
      defer { lent = nil }
      return (lent?.failure, lent?.isEnded ?? false)
    }
  }

  private func run<Value>(
    _ sql: String, _ values: [PostgreSQLValue], _ read: (PostgreSQLResult) -> sending Value
  ) throws -> Value {
    try lent.withLock { lent in
      guard let connection = lent?.connection, lent?.isEnded == false else { throw Self.isOver }
      let ending = TransactionEnding(sql)
      guard ending == .none else { throw Self.mayNotEnd }
      do {
        let result = try connection.run(sql, values)
        // What the server says counts, should it have read the statement in another way.
        if !connection.isInTransaction || TransactionEnding(tag: result.tag, of: sql) == .ends {
          lent?.isEnded = true
          throw Self.mayNotEnd
        }
        return read(result)
      } catch let failure as PostgreSQLFailure {
        let error = recorderError(failure)
        // After it each other one fails, too, for no other reason.
        if failure.sqlState != "25P02" { lent?.failure = error }
        throw error
      }
    }
  }

  private static let isOver = RecorderError(
    .closed, "The transaction is over: it can be used only while the work that it was given to runs.")

  private static let mayNotEnd = RecorderError(
    .refused, "The work may not begin or end a transaction: that is done when it has returned, or has thrown.")
}
