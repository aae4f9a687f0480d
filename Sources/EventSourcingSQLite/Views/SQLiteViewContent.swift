public import EventSourcing
public import GRDB

/// What a projection changes, and a reader reads: the tables of one generation of a view, inside a transaction.
///
/// It is of use only until the closure that it was given to has returned.
public struct SQLiteViewContent {
  /// The connection.
  public let db: Database

  /// The names of the generation's tables, as in `view.tables["lines"]`.
  public let tables: ViewTables

  /// Runs one statement, which is kept prepared.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  public func execute(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The rows of a statement, which is kept prepared.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  public func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
    try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
  }
}
