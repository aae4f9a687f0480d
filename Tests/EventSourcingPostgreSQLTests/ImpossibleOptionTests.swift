import EventSourcing
import EventSourcingPostgreSQL
import PostgreSQLSupport
import Testing

@Suite("An option that cannot be", .timeLimit(.minutes(5)))
struct ImpossibleOptionTests {
  @Test(arguments: [Int.min, -1, 0, 1, .max])
  func `is the nearest one that can`(_ number: Int) async throws {
    try await withSchema { server, schema in
      let options = PostgreSQLOptions(maximumConnections: number, connectTimeout: .nan, statementTimeout: .infinity)
      let recorder = try await PostgreSQLRecorder(server, schema: schema, options: options)
      #expect(try await recorder.newestPosition().id == 0)
      try await recorder.close()
    }
  }
}
