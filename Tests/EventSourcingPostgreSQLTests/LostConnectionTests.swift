import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A PostgreSQL server that goes away", .timeLimit(.minutes(5)))
struct LostConnectionTests {
  private enum Loss: CaseIterable {
    /// The server ends the connection, and says so.
    case told

    /// The process that serves the connection is killed, and the server with it starts again.
    case silent
  }

  /// A commit that does not come back, for want of a standby that confirms it: it is on the disk, and nobody is told.
  @Test(arguments: Loss.allCases)
  private func `leaves open what became of an append that was recorded`(_ loss: Loss) async throws {
    try await withOwnServer { server in
      let recorder = try await PostgreSQLRecorder(server.address, schema: "events")
      try await byHand(server.address, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
      try await server.reload()
      let id = UUID()
      // The setting takes effect soon, but there is no telling when.
      let appends = Task {
        var stored = 0
        do {
          while true { stored += try await recorder.append(items(id, stored...(stored + 1))).count }
        } catch let error as RecorderError {
          return (stored: stored, error: error)
        }
      }
      let waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
      try await until(server.address, "SELECT count(*) = 1 \(waiting)")
      switch loss {
      case .told: try await byHand(server.address, "SELECT pg_terminate_backend(pid) \(waiting)")
      case .silent:
        let found = try await byHand(server.address, "SELECT pid \(waiting)")
        kill(try #require(found.first.flatMap { $0.flatMap { Int32($0) } }), SIGKILL)
      }
      let (stored, error) = try await appends.value
      #expect(error.code == .unknownOutcome)
      #expect(try await retrying { try await recorder.items(of: id) } == items(id, 0...(stored + 1)))
      try await recorder.close()
    }
  }

  /// The commit itself is stopped, by a rule that is checked only then.
  @Test func `leaves open what became of an append that was not recorded`() async throws {
    try await withStalledAppend("AFTER INSERT", "DEFERRABLE INITIALLY DEFERRED") { append, recorder, id in
      let error = await #expect(throws: RecorderError.self) { try await append.value }
      #expect(error?.code == .unknownOutcome)
      #expect(try await recorder.items(of: id) == [])
      try await recorder.append(items(UUID(), 0...1))
    }
  }

  @Test func `has not recorded an append that did not come to its commit`() async throws {
    try await withStalledAppend("AFTER INSERT", "NOT DEFERRABLE") { append, recorder, id in
      let error = await #expect(throws: RecorderError.self) { try await append.value }
      #expect(error?.code == .unavailable)
      #expect(try await recorder.items(of: id) == [])
      try await recorder.append(items(UUID(), 0...1))
    }
  }

  /// The processes that serve the recorder are told to end while they are stopped, so that the connections still look
  /// as if they could be used.
  @Test func `is not seen by who reads if it ended a connection that nobody used`() async throws {
    try await withOwnServer { server in
      let database = try await PostgreSQLDatabase("\(server.address) application_name=kept")
      let (recorder, id, runs) = (try await database.recorder(schema: "events"), UUID(), Counter())
      try await recorder.append(items(id, 0...1))
      for reading in [
        { try await recorder.items(of: id).count },
        {
          try await database.read { transaction in
            runs.countUp()
            return try transaction.query("SELECT 2 AS two")[0].int("two") ?? 0
          }
        },
      ] as [@Sendable () async throws -> Int] {
        #expect(try await reading() == 2)
        let kept = "FROM pg_stat_activity WHERE application_name = 'kept' AND state = 'idle'"
        let processes = try await byHand(server.address, "SELECT pid \(kept)").compactMap { $0.flatMap { Int32($0) } }
        processes.forEach { kill($0, SIGSTOP) }
        try await byHand(server.address, "SELECT pg_terminate_backend(pid) \(kept)")
        let again = Task { try await reading() }
        try await Task.sleep(for: .milliseconds(200))
        processes.forEach { kill($0, SIGCONT) }
        #expect(try await again.value == 2)
      }
      #expect(runs.count == 2)
      try await database.close()
    }
  }

  @Test func `loses and invents nothing when it is killed under load`() async throws {
    try await withOwnServer { server in
      let recorder = try await PostgreSQLRecorder(server.address, schema: "events")
      let writers = (0..<16).map { _ in
        Task {
          let id = UUID()
          var (acknowledged, unknown, position) = (0, 0, 0)
          while !Task.isCancelled {
            do {
              try await recorder.append(items(id, position...(position + 2)))
              acknowledged += 1
              position += 3
            } catch let error as RecorderError where error.code == .unknownOutcome {
              unknown += 1
              // Look, then decide. A task of its own, so that the look is not cancelled with the writer.
              position = try await Task { try await retrying { try await recorder.items(of: id).count } }.value
            } catch let error as RecorderError where error.code == .unavailable {
            } catch is CancellationError {
            }
          }
          return (id: id, acknowledged: acknowledged, unknown: unknown)
        }
      }
      for restarts in 0...3 {
        if restarts > 0 { try await server.restart() }
        // The writers go on, also after the last time.
        let count = try await retrying { try await recorder.notifications(after: 0, limit: .max).count }
        while try await retrying({ try await recorder.notifications(after: 0, limit: .max).count }) < count + 100 {}
      }
      for writer in writers { writer.cancel() }
      for writer in writers {
        let (id, acknowledged, unknown) = try await writer.value
        let stored = try await retrying { try await recorder.items(of: id) }
        #expect(stored == Array(items(id, 0...stored.count).dropLast()))
        #expect(stored.count.isMultiple(of: 3))
        #expect((acknowledged...(acknowledged + unknown)).contains(stored.count / 3))
      }
      try await recorder.close()
    }
  }

  private func retrying<Value>(_ body: () async throws -> Value) async throws -> Value {
    while true {
      do {
        return try await body()
      } catch let error as RecorderError where error.code == .unavailable {}
    }
  }

  /// Lends an append whose connection was ended while a rule of the table was being checked.
  private func withStalledAppend(
    _ moment: String, _ deferring: String,
    _ body: (Task<[Int], any Error>, PostgreSQLRecorder, UUID) async throws -> Void
  ) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).wait() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_advisory_xact_lock(hashtext('\(schema)')); RETURN NEW; END $$;
        CREATE CONSTRAINT TRIGGER wait \(moment) ON \(schema).sequenced_items \(deferring) FOR EACH ROW
          WHEN (NEW.topic = 'Slow') EXECUTE FUNCTION \(schema).wait();
        """)
      try await withHand(server) { hand in
        try await hand.run("BEGIN; SELECT pg_advisory_xact_lock(hashtext('\(schema)'))")
        let id = UUID()
        let append = Task { try await recorder.append([item(id, 0, topic: "Slow")]) }
        try await until(
          server, "SELECT wait_event = 'advisory' FROM pg_stat_activity WHERE application_name = '\(schema)'")
        try await byHand(
          server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(schema)'")
        try await body(append, recorder, id)
      }
      try await recorder.close()
    }
  }
}
