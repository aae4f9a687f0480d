import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A writer in PostgreSQL", .timeLimit(.minutes(5)))
struct AnnouncementTests {
  /// What keeps it from beginning here, in the field is a process that was stopped while it sent the items.
  @Test func `holds no reader up before its insertion has begun`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...1), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 1))
      try await recorder.append(items(id, 2...3), tracking: TrackingRecord(upstream: "Orders", from: 1, to: 2))
      try await withHand(server) { hand in
        try await hand.run("BEGIN; LOCK TABLE \(schema).sequenced_items IN ACCESS EXCLUSIVE MODE")
        let tracking = TrackingRecord(upstream: "Orders", from: 2, to: 3)
        let append = Task { try await recorder.append(items(id, 4...5), tracking: tracking) }
        try await until(
          server,
          """
          SELECT count(*) = 1 FROM pg_stat_activity
          WHERE application_name = '\(schema)' AND wait_event_type = 'Lock' AND wait_event = 'relation'
          """)
        let held = """
          SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
            AND classid = '\(schema).sequenced_items'::regclass::oid
          """
        #expect(try await byHand(server, held) == ["0"])
        try await hand.run("COMMIT")
        #expect(try await append.value == [5, 6])
      }
      try await recorder.close()
    }
  }

  /// A function that fits the values better would be taken, wherever it is in the search path.
  @Test func `calls no function that somebody else has made`() async throws {
    try await withSchema { server, schema in
      try await byHand(server, "CREATE SCHEMA \(schema)")
      for type in ["uuid[]", "int8[]", "text[]", "bytea[]", "int2[]", "int2vector"] {
        let element = type == "int2vector" ? "int2" : type.replacing("[]", with: "")
        try await byHand(
          server,
          """
          CREATE FUNCTION \(schema).unnest(\(type)) RETURNS SETOF \(element) LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'taken'; END $$
          """)
      }
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).set_config(text, text, boolean) RETURNS text LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'taken'; END $$;
        """)
      let recorder = try await PostgreSQLRecorder(
        "\(server) options='-c search_path=\(schema),pg_catalog'", schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      try await recorder.append(items(id, 1...3), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 1))
      await #expect(throws: ConcurrencyError.self) { try await recorder.append(items(id, 3...3)) }
      try await recorder.append([item(UUID(), 1_000)], kind: .timed)
      await #expect(throws: AlreadyTracked.self) {
        try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 2))
      }
      #expect(try await recorder.notifications(after: 0, limit: 10, filter: .topics(["Sample.happened"])).count == 5)
      #expect(try await recorder.sequenceIDs(after: nil, limit: 10).count == 2)
      try await recorder.replicate([ItemNotification(id: 100, item: item(UUID(), 0))])
      #expect(try await recorder.deleteItems(of: id) == 4)
      try await recorder.close()
    }
  }
}
