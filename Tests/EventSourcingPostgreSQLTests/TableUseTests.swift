import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A table in PostgreSQL that is not used as it should be", .timeLimit(.minutes(5)))
struct TableUseTests {
  @Test(arguments: [true, false])
  func `is refused if its counter is behind the rows, with what mends it`(isDeleted: Bool) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...4))
      if isDeleted { try await recorder.deleteItems(of: id) }
      try await recorder.close()
      try await byHand(
        server,
        "SELECT setval(pg_get_serial_sequence('\(schema).sequenced_items', 'notification_id'), 2)")
      let error = try #require(
        await #expect(throws: RecorderError.self) { try await PostgreSQLRecorder(server, schema: schema).close() })
      #expect(error.code == .refused)
      let mending = try #require(error.reason.firstMatch(of: /SELECT setval.*, 5\)/)?.0)
      try await byHand(server, String(mending))
      let mended = try await PostgreSQLRecorder(server, schema: schema)
      #expect(try await mended.append(items(UUID(), 0...0)) == [6])
      try await mended.close()
    }
  }

  @Test(arguments: [
    "CREATE TRIGGER other BEFORE INSERT ON SCHEMA.sequenced_items FOR EACH ROW EXECUTE FUNCTION SCHEMA.leave_out()",
    "CREATE RULE other AS ON INSERT TO SCHEMA.sequenced_items WHERE new.topic = 'Other' DO INSTEAD NOTHING",
    "CREATE RULE other AS ON UPDATE TO SCHEMA.sequenced_items_tracking DO INSTEAD NOTHING",
  ])
  func `is refused if something of its own may leave rows out`(_ creation: String) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).leave_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        \(creation.replacing("SCHEMA", with: schema))
        """)
      let error = await #expect(throws: RecorderError.self) {
        try await PostgreSQLRecorder(server, schema: schema).close()
      }
      #expect(error?.code == .refused)
      #expect(error?.reason.contains("“other”") == true)
      try await recorder.close()
    }
  }

  @Test(arguments: [0...0, 0...2])
  func `is told of if it takes fewer rows than it is given`(_ positions: ClosedRange<Int>) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).leave_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER other BEFORE INSERT ON \(schema).sequenced_items
          FOR EACH ROW EXECUTE FUNCTION \(schema).leave_out()
        """)
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), positions)) }
      #expect(error?.code == .unknownOutcome)
      let undone = await #expect(throws: RecorderError.self) {
        try await recorder.append(AppendRequest(items(UUID(), positions))) { _ in }
      }
      #expect(undone?.code == .refused)
      try await recorder.close()
    }
  }
}
