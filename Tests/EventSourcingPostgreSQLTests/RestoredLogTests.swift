import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A log in PostgreSQL that was restored", .timeLimit(.minutes(5)))
struct RestoredLogTests {
  @Test func `is known as such if nothing is under the id that a follower has read, and nothing was deleted`()
    async throws
  {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...4))
      let follower = try await recorder.newestPosition()
      try await byHand(
        server,
        """
        DELETE FROM \(schema).sequenced_items WHERE notification_id > 3;
        SELECT setval(pg_get_serial_sequence('\(schema).sequenced_items', 'notification_id'), 3)
        """)
      #expect(try await recorder.append(items(UUID(), 0...0)) == [4])
      try await byHand(server, "SELECT nextval(pg_get_serial_sequence('\(schema).sequenced_items', 'notification_id'))")
      #expect(try await recorder.append(items(UUID(), 0...0)) == [6])
      await #expect(throws: LogReplaced(position: follower, reason: .noItem)) {
        try await recorder.page(NotificationQuery(after: follower, limit: 10))
      }
      try await recorder.close()
    }
  }

  @Test func `is not taken for one if items were deleted, also in another epoch`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let (one, other) = (UUID(), UUID())
      try await recorder.append(items(one, 0...2))
      let first = try await recorder.newestPosition()
      try await recorder.append(items(other, 0...1))
      let second = try await recorder.newestPosition()
      #expect(try await recorder.deleteItem(of: other, at: 1))
      #expect(try await recorder.deleteItems(of: one) == 3)
      for position in [first, second] {
        _ = try await recorder.page(NotificationQuery(after: position, limit: 10))
      }
      let log = try await recorder.beginEpoch()
      for position in [first, second] {
        let again = LogPosition(id: position.id, log: log, digest: position.digest)
        _ = try await recorder.page(NotificationQuery(after: again, limit: 10))
      }
      try await recorder.close()
    }
  }

  @Test func `gives no id a second time to a copy`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let id = UUID()
      try await recorder.replicate((0...4).map { ItemNotification(id: $0 + 1, item: item(id, $0)) })
      #expect(try await recorder.deleteItem(of: id, at: 4))
      await #expect(throws: ReplicaRefused.self) {
        try await recorder.replicate([ItemNotification(id: 5, item: item(UUID(), 0))])
      }
      try await recorder.replicate([ItemNotification(id: 6, item: item(UUID(), 0))])
      try await recorder.close()
    }
  }

  /// The counter is raised at once, whatever becomes of the transaction.
  @Test func `takes from a copy's failed attempt nothing that the next one needs`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON \(schema).sequenced_items DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION \(schema).refuse()
        """)
      let notifications = [ItemNotification(id: 3, item: item(UUID(), 0))]
      await #expect(throws: RecorderError.self) { try await recorder.replicate(notifications) }
      try await byHand(server, "DROP TRIGGER refuse ON \(schema).sequenced_items")
      try await recorder.replicate(notifications)
      #expect(try await recorder.newestPosition().id == 3)
      try await recorder.close()
    }
  }
}
