import EventSourcing
import Foundation

/// What inserts a group of appends, and commits it unless there is work to come, sent to the server at once.
struct GroupStatements {
  private(set) var statements: [PostgreSQLTable.Statement] = []

  /// Which of them gives the ids of each table's items; `nil` for a table without items.
  private(set) var idSteps: [Int?] = []

  /// Which of them commits.
  ///
  /// For a single statement, which is a transaction by itself, the step after it; if none does, a number that no step
  /// has.
  let commitStep: Int

  /// Whether it is one statement; that of one item stores nothing if the item cannot be the next of its sequence.
  let isSingle: Bool

  /// - Parameters:
  ///   - isBegun: Whether there is a transaction already.
  ///   - commits: Whether nothing else comes before the commit.
  init(_ insertion: GroupInsertion, isBegun: Bool, commits: Bool) {
    let tables = insertion.tables
    if !isBegun, commits, tables.count == 1, !tables[0].items.isEmpty, tables[0].tracking.isEmpty,
      tables[0].assertions.isEmpty
    {
      let (writing, items, rules) = (tables[0].table.writing, tables[0].items, tables[0].rules)
      statements = [
        items.count == 1
          ? writing.insertion(of: items[0], as: rules[0])
          : writing.insertion(of: items, as: rules)
      ]
      idSteps = [0]
      commitStep = 1
      isSingle = true
      return
    }
    isSingle = false
    var statements = isBegun ? [] : [Self.beginning]
    var removals: [PostgreSQLTable.Statement] = []
    var idSteps: [Int?] = []
    for table in tables {
      let assertions = table.assertions
      let writing = table.table.writing
      idSteps.append(table.items.isEmpty ? nil : statements.count)
      if assertions.isEmpty {
        if !table.items.isEmpty { statements.append(writing.insertion(of: table.items, as: table.rules)) }
      } else {
        let placeholders = assertions.map(SequencedItem.init(standingFor:))
        statements.append(
          writing.insertion(
            of: table.items + placeholders, as: table.rules + placeholders.map { _ in .assertion }))
      }
      removals += assertions.map(writing.removal)
    }
    for table in tables { statements += table.tracking.map(table.table.tracking.move) }
    statements += removals
    commitStep = commits ? statements.count : .max
    if commits { statements.append((sql: "COMMIT", values: [])) }
    self.statements = statements
    self.idSteps = idSteps
  }

  /// What begins a transaction.
  ///
  /// That a writer is at work is said by each insertion itself, when its data has arrived: said before, readers would
  /// wait for as long as it takes to send that, or for as long as a process is stopped meanwhile.
  static let beginning: PostgreSQLTable.Statement = (sql: "BEGIN", values: [])

  /// - Returns: The ids of each table's items, in any order.
  /// - Throws: `PostgreSQLFailure`.
  func run(on connection: PostgreSQLConnection) throws -> [[Int]] {
    guard !statements.isEmpty else { return idSteps.map { _ in [] } }
    let results =
      isSingle
      ? [try connection.query(statements[0].sql, statements[0].values)] : try connection.pipeline(statements)
    return try idSteps.map { step in
      // A row that stands for an assertion has a negative one.
      try step.map { step in try results[step].map { try $0.int(0) }.filter { $0 > 0 } } ?? []
    }
  }
}

extension SequencedItem {
  fileprivate init(standingFor assertion: SequenceAssertion) {
    self.init(
      sequenceID: assertion.sequenceID, position: assertion.version, topic: "", data: Data(),
      timestamp: Timestamp(microseconds: 0))
  }
}
