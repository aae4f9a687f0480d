public import EventSourcing

/// What a projection changes, and a reader reads: the tables of one generation of a view, inside a transaction.
///
/// It is of use only until the closure that it was given to has returned.
public struct PostgreSQLViewContent {
  /// So many statements wait at the most to be sent together.
  private static let mostWaiting = 1_000

  private final class Waiting {
    var statements: [PostgreSQLStatement] = []
  }

  /// The names of the generation's tables, with the schema before them, as in `view.tables["lines"]`.
  public let tables: ViewTables

  private let transaction: PostgreSQLTransaction
  private let waiting = Waiting()

  init(_ transaction: PostgreSQLTransaction, _ tables: ViewTables) {
    self.transaction = transaction
    self.tables = tables
  }

  /// Has a statement run in its turn, whose outcome is not needed at once: it is sent together with others, and has
  /// been when the next statement is run by `execute` or `query`, or the transaction ends.
  ///
  /// It saves a round trip a statement, which is most of what an event costs.
  ///
  /// - Throws: `RecorderError` of a statement that waited before it.
  public func send(_ sql: String, _ values: [PostgreSQLValue] = []) throws {
    waiting.statements.append(PostgreSQLStatement(sql, values))
    if waiting.statements.count >= Self.mostWaiting { try sendWaiting() }
  }

  /// Runs one statement.
  ///
  /// - Returns: The number of rows that it has changed.
  /// - Throws: `RecorderError`, also of a statement that waited before it.
  @discardableResult
  public func execute(_ sql: String, _ values: [PostgreSQLValue] = []) throws -> Int {
    try sendWaiting()
    return try transaction.execute(sql, values)
  }

  /// Runs one statement, and gives its rows.
  ///
  /// - Throws: `RecorderError`, also of a statement that waited before it.
  public func query(_ sql: String, _ values: [PostgreSQLValue] = []) throws -> [PostgreSQLRow] {
    try sendWaiting()
    return try transaction.query(sql, values)
  }

  func sendWaiting() throws {
    guard !waiting.statements.isEmpty else { return }
    defer { waiting.statements.removeAll(keepingCapacity: true) }
    try transaction.executeAll(waiting.statements)
  }
}
