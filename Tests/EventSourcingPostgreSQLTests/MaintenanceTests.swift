import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Maintenance of a PostgreSQL database", .timeLimit(.minutes(5)))
struct MaintenanceTests {
  @Test func `needs the rights to update and to delete, and no more`() async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      try await withRole(server) { role in
        try await grantUse(server, of: schema, to: role)
        try await byHand(server, "GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema) TO \(role)")
        let (recorder, id) = (try await PostgreSQLRecorder("\(server) user=\(role)", schema: schema), UUID())
        try await recorder.append(items(id, 0...1))
        try await recorder.rewrite([Rewrite(from: item(id, 0), to: item(id, 0, topic: "Sample.renamed"))])
        #expect(try await recorder.deleteItems(of: id) == 2)
        try await recorder.close()
      }
    }
  }

  /// The rights that the README names, one by one.
  @Test func `puts back what is missing with the rights of maintenance, and copies with one more`() async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      try await withRole(server) { role in
        try await grantUse(server, of: schema, to: role)
        let (recorder, id) = (try await PostgreSQLRecorder("\(server) user=\(role)", schema: schema), UUID())
        try await recorder.append(items(id, 0...3))
        let without = await #expect(throws: RecorderError.self) { try await recorder.restore(items(UUID(), 0...1)) }
        #expect(without?.code == .refused)
        try await byHand(server, "GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema) TO \(role)")
        #expect(try await recorder.deleteItem(of: id, at: 1))
        try await recorder.restore([item(id, 1)])
        #expect(try await recorder.items(of: id).map(\.position) == [0, 1, 2, 3])
        try await recorder.resetTracking(of: "Orders", to: 4)
        try await recorder.beginEpoch()
        let copy = [ItemNotification(id: 99, item: item(UUID(), 0))]
        let copying = await #expect(throws: RecorderError.self) { try await recorder.replicate(copy) }
        #expect(copying?.code == .refused)
        try await byHand(server, "GRANT UPDATE ON ALL SEQUENCES IN SCHEMA \(schema) TO \(role)")
        try await recorder.replicate(copy)
        #expect(try await recorder.newestPosition().id == 99)
        try await recorder.close()
      }
    }
  }

  @Test func `refuses what is larger than the server takes, as an append does`() async throws {
    try await withSchema { server, schema in
      let (recorder, id) = (try await PostgreSQLRecorder(server, schema: schema), UUID())
      try await recorder.append(items(id, 0...0))
      let old = try #require(try await recorder.items(of: id).first)
      func large(at position: Int) -> SequencedItem {
        SequencedItem(
          sequenceID: id, position: position, topic: old.topic, data: Data(count: 900 << 20), timestamp: old.timestamp)
      }
      let appending = await #expect(throws: RecorderError.self) { try await recorder.append([large(at: 1)]) }
      let rewriting = await #expect(throws: RecorderError.self) {
        try await recorder.rewrite([Rewrite(from: old, to: large(at: 0))])
      }
      #expect([appending?.code, rewriting?.code] == [.unstorable, .unstorable])
      #expect(try await recorder.items(of: id) == [old])
      try await recorder.close()
    }
  }

  @Test func `leaves nothing of a sequence, also if somebody appends to it meanwhile`() async throws {
    try await withStall("AFTER DELETE", "") { server, schema, hand, recorder in
      let id = UUID()
      try await recorder.append(items(id, 0...2))
      let deletion = Task { try await recorder.deleteItems(of: id) }
      try await until(server, Self.stalled(schema))
      let other = try await PostgreSQLRecorder(server, schema: schema)
      let append = Task { try await other.append(items(id, 3...3)) }
      // It waits, or it is there already.
      try await until(
        server,
        """
        SELECT count(*) > 0 FROM pg_locks WHERE relation = '\(schema).sequenced_items'::regclass AND NOT granted
          OR EXISTS (SELECT FROM \(schema).sequenced_items WHERE position = 3)
        """)
      try await hand.run("COMMIT")
      #expect(try await deletion.value == 3)
      await #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 0, found: 3)) { try await append.value }
      #expect(try await other.items(of: id) == [])
      try await other.close()
    }
  }

  /// The commit itself is stopped, by a rule that is checked only then.
  @Test(arguments: ["UPDATE", "DELETE"])
  func `leaves open what became of it when the connection was lost during the commit`(_ change: String) async throws {
    try await withStall("AFTER \(change)", "DEFERRABLE INITIALLY DEFERRED") { server, schema, _, recorder in
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      let maintenance = Task {
        if change == "DELETE" {
          try await recorder.deleteItems(of: id)
        } else {
          try await recorder.rewrite([Rewrite(from: item(id, 0), to: item(id, 0, topic: "Sample.renamed"))])
        }
      }
      try await until(server, Self.stalled(schema))
      try await byHand(
        server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(schema)'")
      let error = await #expect(throws: RecorderError.self) { try await maintenance.value }
      #expect(error?.code == .unknownOutcome)
      #expect(try await recorder.items(of: id) == items(id, 0...0))
    }
  }

  private static func stalled(_ schema: String) -> String {
    """
    SELECT count(*) = 1 FROM pg_stat_activity
    WHERE application_name = '\(schema)' AND wait_event = 'advisory'
    """
  }

  /// Lends a recorder whose maintenance waits at a moment until the hand commits.
  private func withStall(
    _ moment: String, _ deferring: String,
    _ body: (String, String, PostgreSQLHand, PostgreSQLRecorder) async throws -> Void
  ) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('\(schema)'));
          RETURN coalesce(NEW, OLD);
        END $$;
        CREATE \(deferring.isEmpty ? "" : "CONSTRAINT") TRIGGER wait \(moment) ON \(schema).sequenced_items \(deferring)
          FOR EACH ROW EXECUTE FUNCTION \(schema).wait();
        """)
      try await withHand(server) { hand in
        try await hand.run("BEGIN; SELECT pg_advisory_xact_lock(hashtext('\(schema)'))")
        try await body(server, schema, hand, recorder)
      }
      try await recorder.close()
    }
  }
}
