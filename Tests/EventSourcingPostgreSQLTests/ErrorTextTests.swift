import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("The text of an error from PostgreSQL", .timeLimit(.minutes(5)))
struct ErrorTextTests {
  private static let secret = "4711-0815-secret"
  private static let data = Data(#"{"note":"\#(secret)"}"#.utf8)
  private static let id = UUID()
  private static let first = item(id, 0, topic: secret, data: data)

  /// What is done to the table before the next append, or read.
  private static let failures: [Named<String>] = [
    Named("a rule", "ALTER TABLE sequenced_items ADD CHECK (position < 1)"),
    Named("a unique key", "CREATE UNIQUE INDEX once ON sequenced_items (data)"),
    Named("no table", "DROP TABLE sequenced_items"),
    Named("no column", "ALTER TABLE sequenced_items DROP COLUMN data"),
    Named("another type", "ALTER TABLE sequenced_items ALTER COLUMN topic TYPE bigint USING 1"),
    Named(
      "a full disk",
      """
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not %', convert_from(NEW.data, 'UTF8') USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER no BEFORE INSERT ON sequenced_items FOR EACH ROW EXECUTE FUNCTION no()
      """
    ),
    Named(
      "a trigger",
      """
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not %', convert_from(NEW.data, 'UTF8'); END $$;
      CREATE TRIGGER no BEFORE INSERT ON sequenced_items FOR EACH ROW EXECUTE FUNCTION no()
      """
    ),
  ]

  @Test(arguments: failures)
  func `has nothing in it of what is stored, nor the password`(_ failure: Named<String>) async throws {
    try await withSchema { server, schema in
      try await withRole(server, "SUPERUSER PASSWORD '\(Self.secret)' IN ROLE with_password") { role in
        let recorder = try await PostgreSQLRecorder("\(server) user=\(role) password=\(Self.secret)", schema: schema)
        try await recorder.append([Self.first])
        try await byHand(server, "SET search_path = \(schema); \(failure.value)")
        let error = await #expect(throws: RecorderError.self) {
          try await recorder.append([item(Self.id, 1, topic: Self.secret, data: Self.data)])
        }
        let thrown = try #require(error)
        for text in ["\(thrown)", String(reflecting: thrown), thrown.localizedDescription] {
          #expect(!text.contains(Self.secret))
        }
        try await recorder.close()
      }
    }
  }

  @Test(arguments: [0...0, 3...3, 0...1, 3...4])
  func `has nothing of an item that did not follow on what is stored, in the server's log either`(
    positions: ClosedRange<Int>
  ) async throws {
    try await withSchema { server, schema in
      let (recorder, id, topic) = (try await PostgreSQLRecorder(server, schema: schema), UUID(), UUID().uuidString)
      try await recorder.append(items(id, 0...1))
      await #expect(throws: (any Error).self) {
        try await recorder.append(positions.map { item(id, $0, topic: topic) })
      }
      let isLogged = { (text: String) in
        try await byHand(
          server, "SELECT (position('\(text)'::bytea IN pg_read_binary_file('server.log')) > 0)::text") == ["true"]
      }
      #expect(try await isLogged("database system is ready"))
      #expect(try await !isLogged(topic))
      try await recorder.close()
    }
  }
}
