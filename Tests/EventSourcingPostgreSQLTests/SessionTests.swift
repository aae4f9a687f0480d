import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("What work of one's own says to its connection", .timeLimit(.minutes(5)))
struct SessionTests {
  private struct Failed: Error {}

  /// What changes a connection, and would be felt by whoever uses it next.
  private static let changes = [
    "SET client_encoding = 'LATIN1'", "SET default_transaction_read_only = on", "SET statement_timeout = 7000",
    "SET synchronous_commit = off", "SET search_path = nowhere", "SET ROLE pg_monitor", "SET LOCAL work_mem = '64kB'",
    "SET SESSION AUTHORIZATION pg_monitor", "SET default_transaction_isolation = 'serializable'",
    "SET standard_conforming_strings = off", "SET bytea_output = escape", "SET DateStyle = 'German'",
    "SET enable_indexscan = off", "SET idle_in_transaction_session_timeout = 7000", "RESET ALL",
    "SELECT set_config('plan_cache_mode', 'auto', false), set_config('jit', 'on', false)",
    "SELECT set_config('shop.user', 'somebody', false)", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "DECLARE kept CURSOR WITH HOLD FOR SELECT 1", "SELECT pg_advisory_lock(4711)", "DEALLOCATE ALL", "DISCARD PLANS",
    "PREPARE mine AS SELECT 1", "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$",
  ]

  private static let state = """
    SELECT name || ' ' || setting AS line FROM pg_settings
      WHERE name NOT IN ('transaction_read_only', 'transaction_isolation', 'in_hot_standby')
    UNION ALL SELECT 'role ' || current_user || ' ' || session_user
    UNION ALL SELECT 'cursor ' || name FROM pg_cursors WHERE is_holdable
    UNION ALL SELECT 'lock ' || objid FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND objid = 4711
    UNION ALL SELECT 'statement ' || name FROM pg_prepared_statements WHERE name NOT LIKE 'events\\_%'
    UNION ALL SELECT 'user ' || coalesce(nullif(current_setting('shop.user', true), ''), 'none')
    ORDER BY 1
    """

  @Test(arguments: changes)
  func `is not felt by the appends that follow`(_ sql: String) async throws {
    try await withDatabase { database, recorder, schema in
      let id = UUID()
      try await recorder.append([item(id, 0, topic: "Größe.ä")])
      let before = try await Self.state(ofWriter: database)
      try await database.append([]) { _ = try $0.query(sql) }
      try await recorder.append([item(id, 1, topic: "Größe.ä")])
      #expect(try await Self.state(ofWriter: database) == before)
      await #expect(throws: Failed.self) {
        try await database.append([]) {
          _ = try $0.query(sql)
          throw Failed()
        }
      }
      try await recorder.append([item(id, 2, topic: "Größe.ä")])
      #expect(try await Self.state(ofWriter: database) == before)
      #expect(try await recorder.items(of: id).map(\.topic) == ["Größe.ä", "Größe.ä", "Größe.ä"])
    }
  }

  @Test(arguments: changes)
  func `is not felt by the reads that follow`(_ sql: String) async throws {
    try await withDatabase { database, recorder, schema in
      let id = UUID()
      try await recorder.append([item(id, 0, topic: "Größe.ä")])
      _ = try await recorder.items(of: id)
      let before = try await Self.state(ofReader: database)
      _ = try await database.read { try $0.query(sql).count }
      #expect(try await recorder.items(of: id).map(\.topic) == ["Größe.ä"])
      #expect(try await Self.state(ofReader: database) == before)
      await #expect(throws: Failed.self) {
        try await database.read {
          _ = try $0.query(sql)
          throw Failed()
        }
      }
      #expect(
        try await recorder.page(NotificationQuery(after: 0, limit: 9)).notifications.map(\.item.topic) == ["Größe.ä"])
      #expect(try await Self.state(ofReader: database) == before)
    }
  }

  /// Some of them fail after others, and the work with them.
  @Test func `is not felt, whatever is said, and one after the other`() async throws {
    try await withDatabase { database, recorder, _ in
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      _ = try await recorder.items(of: id)
      let before = (try await Self.state(ofWriter: database), try await Self.state(ofReader: database))
      for position in 1...40 {
        let said = Array(Self.changes.shuffled().prefix(.random(in: 1...4)))
        _ = try? await database.append([]) { transaction in for sql in said { _ = try transaction.query(sql) } }
        _ = try? await database.read { transaction in for sql in said { _ = try transaction.query(sql) } }
        try await recorder.append(items(id, position...position))
        #expect(try await recorder.items(of: id).count == position + 1, "\(said)")
        #expect(try await Self.state(ofWriter: database) == before.0, "\(said)")
        #expect(try await Self.state(ofReader: database) == before.1, "\(said)")
      }
    }
  }

  @Test func `is not felt by its own commit either`() async throws {
    try await withDatabase { database, recorder, schema in
      try await database.append([]) { transaction in
        try transaction.execute("CREATE TABLE \(schema).seen (setting text)")
        try transaction.execute(
          """
          CREATE FUNCTION \(schema).see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO \(schema).seen VALUES (current_setting('synchronous_commit')); RETURN NEW;
          END $$
          """)
        try transaction.execute(
          """
          CREATE CONSTRAINT TRIGGER see AFTER INSERT ON \(schema).sequenced_items DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION \(schema).see()
          """)
      }
      try await recorder.append(AppendRequest(items(UUID(), 0...0))) { try $0.execute("SET synchronous_commit = off") }
      #expect(try await database.read { try $0.query("SELECT setting FROM \(schema).seen")[0].text("setting") } == "on")
    }
  }

  @Test func `leaves the connection as it is unless it said what cannot be taken back`() async throws {
    try await withDatabase { database, _, _ in
      let pid: @Sendable () async throws -> Int? = {
        let found = Kept()
        try await database.append([]) { found.value = try $0.query("SELECT pg_backend_pid() AS pid")[0].text("pid") }
        return found.value.flatMap { Int($0) }
      }
      let before = try await pid()
      try await database.append([]) { try $0.execute("SET work_mem = '1MB'") }
      #expect(try await pid() == before)
      try await database.append([]) { try $0.execute("DEALLOCATE ALL") }
      #expect(try await pid() != before)
    }
  }

  private static func state(ofWriter database: PostgreSQLDatabase) async throws -> String? {
    let found = Kept()
    try await database.append([]) { transaction in
      found.value = try transaction.query(state).compactMap { try $0.text("line") }.joined(separator: "\n")
    }
    return found.value
  }

  private static func state(ofReader database: PostgreSQLDatabase) async throws -> String {
    try await database.read { try $0.query(state).compactMap { try $0.text("line") }.joined(separator: "\n") }
  }

  private func withDatabase(
    _ body: (PostgreSQLDatabase, PostgreSQLRecorder, _ schema: String) async throws -> Void
  ) async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      try await body(database, database.recorder(schema: schema), schema)
      try await database.close()
    }
  }
}
