import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A commit in PostgreSQL whose answer is not plain", .timeLimit(.minutes(5)))
struct CommitOutcomeTests {
  @Test func `has an unknown outcome if it was cancelled while it waited for a standby`() async throws {
    try await withOwnServer { server in
      let options = PostgreSQLOptions(maximumConnections: 2)
      let recorder = try await PostgreSQLRecorder(
        "\(server.address) application_name=waits", schema: "events", options: options)
      try await byHand(server.address, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
      try await server.reload()
      try await until(server.address, "SELECT current_setting('synchronous_standby_names') = 'nobody'")
      try await Task.sleep(for: .milliseconds(300))
      let (one, other, third) = (UUID(), UUID(), UUID())
      let changes: [@Sendable () async throws -> Void] = [
        { try await recorder.append(items(one, 0...0)) },
        { try await recorder.append(items(other, 0...1), tracking: TrackingRecord(upstream: "A", from: 0, to: 1)) },
        { try await recorder.append(AppendRequest(items(third, 0...0))) { try $0.execute("SELECT 1") } },
        { try await recorder.deleteItems(of: one) },
      ]
      for change in changes {
        let waiting = Task { try await change() }
        try await until(
          server.address,
          "SELECT count(pg_cancel_backend(pid)) = 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        let error = await #expect(throws: RecorderError.self) { try await waiting.value }
        #expect(error?.code == .unknownOutcome)
      }
      #expect(try await recorder.outcome(of: AppendRequest(items(other, 0...1))) == .stored([2, 3]))
      #expect(try await recorder.items(of: third).count == 1)
      #expect(try await recorder.items(of: one).isEmpty)
      try await recorder.close()
    }
  }

  /// As a pooler answers for a server that it has lost.
  @Test func `has an unknown outcome if the answer is of a kind that comes from in between`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).fail() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'gone' USING ERRCODE = '08P01'; END $$;
        CREATE TRIGGER fail AFTER INSERT ON \(schema).sequenced_items FOR EACH ROW EXECUTE FUNCTION \(schema).fail()
        """)
      for count in 1...2 {
        let error = await #expect(throws: RecorderError.self) {
          try await recorder.append(items(UUID(), 0...count - 1))
        }
        #expect(error?.code == .unknownOutcome)
      }
      try await recorder.close()
    }
  }

  @Test func `can be looked up afterwards`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let (id, other) = (UUID(), UUID())
      let request = try AppendRequest(items(id, 0...1) + items(other, 0...0))
      #expect(try await recorder.outcome(of: request) == .notStored)
      try await recorder.append([item(other, 0, topic: "Other.happened")])
      #expect(try await recorder.outcome(of: request) == .takenByOthers)
      try await recorder.deleteItems(of: other)
      let ids = try await recorder.append(request)
      #expect(try await recorder.outcome(of: request) == .stored(ids))

      let tracking = try AppendRequest([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 2))
      #expect(try await recorder.outcome(of: tracking) == .notStored)
      try await recorder.append(tracking)
      #expect(try await recorder.outcome(of: tracking) == .stored([]))
      try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 2, to: 3))
      #expect(try await recorder.outcome(of: tracking) == .takenByOthers)
      try await recorder.close()
    }
  }
}
