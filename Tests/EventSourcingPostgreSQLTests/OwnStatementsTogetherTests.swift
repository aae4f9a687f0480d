import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A mistake among statements of one's own that are sent together", .timeLimit(.minutes(2)))
struct OwnStatementsTogetherTests {
  private struct Mistake: CustomTestStringConvertible, Sendable {
    let statements: [String]
    let words: String

    var testDescription: String { statements.joined(separator: "; ") }
  }

  private static let mistakes = [
    Mistake(statements: ["COPY x FROM STDIN"], words: "COPY"),
    Mistake(statements: ["COPY x TO STDOUT"], words: "COPY"),
    Mistake(statements: ["INSERT INTO x VALUES (1)", "COPY x FROM STDIN", "INSERT INTO x VALUES (2)"], words: "COPY"),
    Mistake(statements: ["INSERT INTO x VALUES (1)", "COPY x TO STDOUT", "INSERT INTO x VALUES (2)"], words: "COPY"),
    // Those that come again are prepared.
    Mistake(statements: ["COPY x FROM STDIN", "COPY x FROM STDIN"], words: "COPY"),
    Mistake(statements: [""], words: "empty"),
    Mistake(statements: ["INSERT INTO x VALUES (1)", " -- nothing\n ;", "INSERT INTO x VALUES (2)"], words: "empty"),
    Mistake(statements: ["", ""], words: "empty"),
    // The server has a say only where it was asked for something.
    Mistake(statements: ["", "SELEKT 1"], words: "42601"),
  ]

  @Test(arguments: mistakes)
  private func `is told as one, nothing is kept, and others go on`(_ mistake: Mistake) async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      let (recorder, id) = (try await database.recorder(schema: schema), UUID())
      // Twice, so that what the first time has left on the connection is met with.
      for swallows in [false, true, false] {
        let error = await #expect(throws: RecorderError.self) {
          try await recorder.append(AppendRequest(items(id, 0...0))) { transaction in
            try transaction.execute("CREATE TEMP TABLE x (n int) ON COMMIT DROP")
            do {
              try transaction.executeAll(mistake.statements.map { PostgreSQLStatement($0) })
            } catch  where swallows {}
          }
        }
        #expect(error?.code == .refused)
        #expect(error?.reason.contains(mistake.words) == true, "\(String(describing: error))")
        #expect(try await recorder.items(of: id) == [])
      }
      try await recorder.append(items(id, 0...1))
      #expect(try await recorder.items(of: id) == items(id, 0...1))
      try await database.close()
    }
  }

  @Test(arguments: ["COPY x FROM STDIN", "COPY x TO STDOUT"], [false, true])
  func `that copies keeps nobody else waiting`(_ sql: String, _ isAlone: Bool) async throws {
    try await withSchema { server, schema in
      let (recorder, id) = (try await PostgreSQLRecorder(server, schema: schema), UUID())
      let other = try await PostgreSQLRecorder(
        server, schema: schema, options: PostgreSQLOptions(statementTimeout: 20))
      await #expect(throws: RecorderError.copying) {
        try await recorder.append(AppendRequest(items(id, 0...0))) { transaction in
          try transaction.execute("CREATE TEMP TABLE x AS SELECT * FROM generate_series(1, 100000)")
          if isAlone { try transaction.execute(sql) } else { try transaction.executeAll([PostgreSQLStatement(sql)]) }
        }
      }
      // The same place: a transaction that still waited for what is to be copied would have it.
      try await other.append(items(id, 0...0))
      #expect(try await recorder.newestPosition() == other.newestPosition())
      for recorder in [recorder, other] { try await recorder.close() }
    }
  }
}

extension RecorderError {
  fileprivate static let copying = RecorderError(
    .refused, "COPY from STDIN or to STDOUT cannot be used here: insert rows by INSERT, and read them by SELECT.")
}
