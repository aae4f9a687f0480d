import EventSourcing
import EventSourcingPostgreSQL
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A recorder behind a pooler", .timeLimit(.minutes(5)))
struct PoolerTests {
  @Test(arguments: Pooler.Mode.allCases)
  func `stores in its own table what others beside it store in theirs`(mode: Pooler.Mode) async throws {
    try await withPooler(mode) { pooler, schema in
      let recorders = try await opened(8, pooler, schema)
      let ids = recorders.map { _ in UUID() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (recorder, id) in zip(recorders, ids) {
          group.addTask {
            for position in stride(from: 0, to: 60, by: 3) {
              try await recorder.append([item(id, position)])
              try await recorder.append(items(id, position + 1...position + 2))
              _ = try await recorder.page(NotificationQuery(after: .beginning, limit: 9))
            }
          }
        }
        try await group.waitForAll()
      }
      for (recorder, id) in zip(recorders, ids) {
        let page = try await recorder.page(NotificationQuery(after: .beginning, limit: 99))
        #expect(page.notifications.map(\.item) == items(id, 0...59))
        #expect(page.notifications.map(\.id) == Array(1...60))
        #expect(recorder.database.isBehindPooler)
        try await recorder.close()
      }
    }
  }

  @Test func `leaves nothing in the sessions that others get after it`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      let recorder = try await PostgreSQLRecorder(pooler.address, schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      try await recorder.append(AppendRequest(items(id, 1...2))) { transaction in
        try transaction.execute("SET work_mem = '64kB'")
      }
      _ = try await recorder.items(of: id)
      _ = try await recorder.database.read { try $0.query("SELECT 1").count }
      let changed = """
        SELECT name || ' ' || setting FROM pg_settings
        WHERE source = 'session' AND setting <> reset_val AND name NOT IN ('client_encoding', 'application_name')
        UNION ALL SELECT name FROM pg_prepared_statements
        """
      for _ in 0..<12 {
        let found = try await byHand(pooler.address, changed)
        #expect(found == [])
      }
      try await recorder.close()
    }
  }

  /// The settings of a session would be those of whoever had it before.
  @Test func `has the settings that it needs, in each transaction`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      let recorder = try await PostgreSQLRecorder(pooler.address, schema: schema)
      let settings = ["synchronous_commit", "transaction_isolation", "statement_timeout"]
      let seen = settings.map { "current_setting('\($0)')" }.joined(separator: " || ' ' || ")
      try await byHand(
        pooler.server,
        """
        CREATE TABLE \(schema).seen (settings text);
        CREATE FUNCTION \(schema).see() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO \(schema).seen VALUES (\(seen)); RETURN NULL; END $$;
        CREATE TRIGGER see AFTER INSERT ON \(schema).sequenced_items FOR EACH ROW EXECUTE FUNCTION \(schema).see()
        """)
      // As somebody else may leave it.
      for _ in 0..<12 {
        try await byHand(
          pooler.address, "SET synchronous_commit = off; SET default_transaction_isolation = 'repeatable read'")
      }
      let id = UUID()
      for position in 0..<12 { try await recorder.append(items(id, position...position)) }
      try await recorder.append(items(id, 12...13))
      try await recorder.append(AppendRequest(items(id, 14...14))) { transaction in try transaction.execute("SELECT 1")
      }
      let found = try await byHand(pooler.server, "SELECT DISTINCT settings FROM \(schema).seen")
      #expect(found == ["on read committed 30s"])
      try await recorder.close()
    }
  }

  @Test func `tells who waits by looking, since nobody can listen there`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      let recorders = try await opened(1, pooler, schema) + opened(1, pooler, schema)
      let waiting = Task { try await recorders[0].waitForNotification(after: 0, atMost: .seconds(60)) }
      try await Task.sleep(for: .milliseconds(300))
      try await recorders[1].append(items(UUID(), 0...0))
      #expect(try await waiting.value)
      let listeners =
        "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = '\(schema)' AND query LIKE 'LISTEN%'"
      #expect(try await byHand(pooler.server, listeners) == ["0"])
      for recorder in recorders { try await recorder.close() }
    }
  }

  @Test func `says that nobody knows the outcome if the pooler is lost before it`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      let recorder = try await PostgreSQLRecorder(pooler.address, schema: schema)
      let request = try AppendRequest(items(UUID(), 0...1))
      try await withHand(pooler.server) { hand in
        try await hand.run("BEGIN; LOCK TABLE \(schema).sequenced_items IN SHARE MODE")
        let append = Task { try await recorder.append(request) }
        try await until(
          pooler.server,
          "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%\(schema)%INSERT%'"
        )
        kill(pooler.process, SIGKILL)
        let error = await #expect(throws: RecorderError.self) { try await append.value }
        #expect(error?.code == .unknownOutcome)
        try await hand.run("ROLLBACK")
      }
      try await recorder.close()
      let other = try await PostgreSQLRecorder(pooler.server, schema: schema)
      // It was on its way already, and nobody stopped it.
      while try await other.outcome(of: request) == .notStored { try await Task.sleep(for: .milliseconds(10)) }
      #expect(try await other.outcome(of: request) == .stored([1, 2]))
      try await other.close()
    }
  }

  @Test func `goes on when the server has ended its session`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      let recorder = try await PostgreSQLRecorder(pooler.address, schema: schema)
      let id = UUID()
      for position in 0..<9 {
        let ended = "SELECT pg_terminate_backend(pid, 1000)::text FROM pg_stat_activity WHERE query LIKE '%\(schema)%'"
        try await byHand(pooler.server, "\(ended) AND pid <> pg_backend_pid()")
        let request = try AppendRequest(items(id, position...position))
        do {
          try await recorder.append(request)
        } catch let error as RecorderError where [.unavailable, .unknownOutcome].contains(error.code) {
          if try await recorder.outcome(of: request) == .notStored { try await recorder.append(request) }
        }
      }
      #expect(try await recorder.items(of: id) == items(id, 0...8))
      try await recorder.close()
    }
  }

  @Test func `waits no longer than its timeout for a pooler that is stopped`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      // Making the tables may take longer, where many do so.
      try await PostgreSQLRecorder(pooler.server, schema: schema).close()
      let options = PostgreSQLOptions(connectTimeout: 2, statementTimeout: 2)
      let recorder = try await PostgreSQLRecorder(pooler.address, schema: schema, options: options)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      kill(pooler.process, SIGSTOP)
      let request = try AppendRequest(items(id, 1...1))
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(request) }
      #expect(error?.code == .unknownOutcome)
      kill(pooler.process, SIGCONT)
      // The pooler may still pass it on, or see first that the connection is gone.
      while try await recorder.outcome(of: request) == .notStored { _ = try? await recorder.append(request) }
      try await recorder.append(items(id, 2...2))
      #expect(try await recorder.items(of: id) == items(id, 0...2))
      try await recorder.close()
    }
  }

  private func opened(_ count: Int, _ pooler: Pooler, _ schema: String) async throws -> [PostgreSQLRecorder] {
    var recorders: [PostgreSQLRecorder] = []
    for number in 0..<count {
      let table = ItemTable(
        name: "items\(number)", sequenceID: "sequence_id", position: "position", topic: "topic", data: "data",
        timestamp: "timestamp")
      let address = "\(pooler.address) application_name=\(schema)"
      recorders.append(try await PostgreSQLRecorder(address, schema: schema, table: table))
    }
    return recorders
  }
}
