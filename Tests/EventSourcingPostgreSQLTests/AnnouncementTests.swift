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

  /// As it would be by a look at the sequence's `last_value`, which may be 32 too high for a moment.
  @Test(arguments: [0...0, 1...1, 2...4])
  func `refuses to store under an id that it has not announced`(_ positions: ClosedRange<Int>) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let id = UUID()
      if positions.lowerBound > 0 { try await recorder.append(items(id, 0...positions.lowerBound - 1)) }
      try await recorder.append(items(id, positions))
      let last = "SELECT query FROM pg_stat_activity WHERE application_name = '\(schema)' AND query LIKE '%INSERT%'"
      let statement = try #require(try await byHand(server, last).first ?? nil)
      let call = "coalesce(pg_catalog.pg_sequence_last_value"
      try #require(statement.contains(call))
      let values =
        switch positions.count {
        case 1: "'\(positions.lowerBound == 0 ? UUID() : id)', \(positions.lowerBound * 2), 'A', '', 0"
        default: "ARRAY['\(UUID())'::uuid], '{0}', '{A}', ARRAY[''::bytea], '{0}', '{0}'"
        }
      func execute(ahead: Int) async throws -> Int {
        let changed = statement.replacing(call, with: "\(ahead) + \(call)")
        return try await byHand(server, "PREPARE own AS \(changed); EXECUTE own (\(values))").count
      }
      let error = await #expect(throws: RecorderError.self) { try await execute(ahead: 32) }
      #expect(error?.reason.contains("22012") == true)
      #expect(try await execute(ahead: 0) == 1)
      try await recorder.close()
    }
  }

  @Test func `is nobody who may not insert, and who holds up no reader therefore`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await recorder.append(items(UUID(), 0...1))
      try await withRole(server) { stranger in
        try await withRole(server) { writer in
          try await withRole(server, "NOINHERIT") { member in
            try await byHand(
              server,
              """
              GRANT USAGE ON SCHEMA \(schema) TO \(writer); GRANT INSERT ON \(schema).sequenced_items TO \(writer);
              GRANT USAGE ON SCHEMA \(schema) TO \(stranger); GRANT \(writer) TO \(member)
              """)
            let lock = "SELECT pg_advisory_lock_shared('\(schema).sequenced_items'::regclass::oid::int4, 0)"
            let setRole = "SET ROLE \(writer)"
            for (role, before, seen) in [(stranger, "", 2), (writer, "", 0), (member, setRole, 0), ("postgres", "", 0)]
            {
              try await withHand("\(server) user=\(role)") { hand in
                if !before.isEmpty { try await hand.run(before) }
                try await hand.run(lock)
                let page = try await recorder.page(NotificationQuery(after: .beginning, limit: 9))
                #expect(page.notifications.count == seen, "\(role)")
              }
              // Until the server has noticed that the connection is gone.
              try await until(
                server,
                """
                SELECT count(*) = 0 FROM pg_locks
                WHERE locktype = 'advisory' AND classid = '\(schema).sequenced_items'::regclass
                """)
            }
          }
        }
      }
      try await recorder.close()
    }
  }

  /// A reader that passed its ids would never see them.
  @Test(arguments: ["may insert into the columns only", "may no longer insert"])
  func `holds readers up with whatever rights it has begun`(_ rights: String) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await recorder.append(items(UUID(), 0...1))
      try await withRole(server) { role in
        let columns = "(notification_id, sequence_id, position, topic, data, timestamp)"
        let isOfColumns = rights == "may insert into the columns only"
        try await grantUse(server, of: schema, to: role, inserting: isOfColumns ? columns : "")
        let writer = try await PostgreSQLRecorder("\(server) user=\(role)", schema: schema)
        let (id, begun, gate) = (UUID(), Counter(), DispatchSemaphore(value: 0))
        let append = Task {
          try await writer.append(AppendRequest(items(id, 0...0))) { _ in
            begun.countUp()
            gate.wait()
          }
        }
        while begun.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        if !isOfColumns { try await byHand(server, "REVOKE INSERT ON \(schema).sequenced_items FROM \(role)") }
        try await recorder.append(items(UUID(), 0...0))
        let page = try await recorder.page(NotificationQuery(after: .beginning, limit: 9))
        #expect(page.notifications.map(\.id) == [1, 2])
        gate.signal()
        #expect(try await append.value == [3])
        let rest = try await recorder.page(NotificationQuery(after: page.readUpTo, limit: 9))
        #expect(rest.notifications.map(\.id) == [3, 4])
        try await writer.close()
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
