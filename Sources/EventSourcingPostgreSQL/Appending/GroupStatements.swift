/// What inserts a group of requests and commits it, sent to the server at once.
struct GroupStatements {
  let statements: [PostgreSQLStatements.Statement]

  /// Which of them gives the ids of the items; `nil` if there are no items.
  let idStep: Int?

  /// Which of them commits; for a single statement, which is a transaction by itself, the step after it.
  let commitStep: Int

  /// Whether it is one statement, which stores nothing if its item does not follow on what is stored.
  var isSingle: Bool { commitStep == statements.count }

  /// - Parameter isBegun: Whether there is a transaction already.
  init(_ insertion: GroupInsertion, isBegun: Bool, _ sql: PostgreSQLStatements) {
    if !isBegun, insertion.tracking.isEmpty, insertion.items.count == 1 {
      statements = [sql.insertion(of: insertion.items[0], isStart: insertion.starts[0])]
      idStep = 0
      commitStep = 1
    } else {
      let beginning: [PostgreSQLStatements.Statement] = isBegun ? [] : [(sql.begin, []), (sql.announceWriter, [])]
      let items = sql.insertion(of: insertion.items, starts: insertion.starts)
      statements = beginning + items + sql.insertion(of: insertion.tracking) + [(sql.commit, [])]
      idStep = items.isEmpty ? nil : beginning.count
      commitStep = statements.count - 1
    }
  }

  func run(on connection: PostgreSQLConnection) throws -> [PostgreSQLResult] {
    if isSingle {
      return [try connection.query(statements[0].sql, statements[0].values)]
    }
    return try connection.pipeline(statements)
  }
}
