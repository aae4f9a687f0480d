import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A mistake in a statement of one's own", .timeLimit(.minutes(5)))
struct OwnStatementTests {
  private struct Mistake: CustomTestStringConvertible, Sendable {
    let sql: String
    var values = 0
    let code: RecorderError.Code
    let words: String

    var testDescription: String { sql.isEmpty ? "nothing" : sql }
  }

  private static let mistakes = [
    Mistake(sql: "SELECT $1::int, $2::int", values: 1, code: .refused, words: "08P01"),
    Mistake(sql: "SELECT 1", values: 70_000, code: .refused, words: "65535"),
    Mistake(sql: "", code: .refused, words: "empty"),
    Mistake(sql: " -- nothing\n ;", code: .refused, words: "empty"),
    Mistake(sql: "COPY (SELECT 1) TO STDOUT", code: .refused, words: "COPY"),
    Mistake(sql: "COPY pg_temp.x FROM STDIN", code: .refused, words: "COPY"),
    Mistake(sql: "SELECT nowhere FROM pg_class", code: .refused, words: "42703"),
    Mistake(sql: "SELECT * FROM nowhere", code: .refused, words: "42P01"),
    Mistake(sql: "SELECT * FROM nowhere.nothing", code: .refused, words: "42P01"),
    Mistake(sql: "SELEKT 1", code: .refused, words: "42601"),
    Mistake(sql: "SELECT nowhere()", code: .refused, words: "42883"),
    Mistake(sql: "VACUUM", code: .refused, words: "25001"),
    Mistake(sql: "SELECT $1::int", values: -1, code: .unstorable, words: "22P02"),
  ]

  @Test(arguments: mistakes)
  private func `is told as one, and nothing of it is kept`(_ mistake: Mistake) async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      let (recorder, id) = (try await database.recorder(schema: schema), UUID())
      let values =
        mistake.values < 0 ? ["x"] : (0..<mistake.values).map { PostgreSQLValue.int($0) }
      for swallows in [false, true] {
        let appending = await #expect(throws: RecorderError.self) {
          try await recorder.append(AppendRequest(items(id, 0...0))) { transaction in
            if mistake.words == "COPY" { try transaction.execute("CREATE TEMP TABLE x (n int) ON COMMIT DROP") }
            do { try transaction.execute(mistake.sql, values) } catch  where swallows {}
          }
        }
        #expect(appending?.code == mistake.code)
        #expect(appending?.reason.contains(mistake.words) == true, "\(String(describing: appending))")
        #expect(appending?.reason.contains("try again") == false)
        #expect(appending?.reason.contains("open the database again") == false)
      }
      if mistake.words != "COPY" || mistake.sql.contains("SELECT") {
        let reading = await #expect(throws: RecorderError.self) {
          try await database.read { _ = try $0.query(mistake.sql, values) }
        }
        #expect(reading?.code == mistake.code)
      }
      #expect(try await recorder.items(of: id) == [])
      try await recorder.append(items(id, 0...1))
      #expect(try await recorder.items(of: id) == items(id, 0...1))
      try await database.close()
    }
  }

  @Test func `that ends the transaction is refused, and the append with it`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append(AppendRequest(items(UUID(), 0...0))) { _ = try? $0.execute("COMMIT") }
      }
      #expect(error?.code == .refused)
      #expect(try await recorder.newestPosition().id == 0)
      try await recorder.close()
    }
  }

  @Test func `is none where work did nothing for too long, of which nothing can have been recorded`() async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      let recorder = try await PostgreSQLRecorder(
        server, schema: schema, options: PostgreSQLOptions(statementTimeout: 1.5))
      for looks in [false, true] {
        let error = await #expect(throws: RecorderError.self) {
          try await recorder.append(AppendRequest(items(UUID(), 0...0))) { transaction in
            Thread.sleep(forTimeInterval: 3)
            if looks { _ = try? transaction.query("SELECT 1") }
          }
        }
        #expect(error?.code == .timedOut, "\(String(describing: error))")
      }
      #expect(try await recorder.newestPosition().id == 0)
      try await recorder.append(items(UUID(), 0...0))
      try await recorder.close()
    }
  }
}
