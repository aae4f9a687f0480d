import Benchmarks
import EventSourcing
import EventSourcingPostgreSQL
import Foundation
import PostgreSQLSupport
import Testing

@Suite("The loop in C on PostgreSQL", .timeLimit(.minutes(5)))
struct PostgreSQLLimitTests {
  @Test func `stores the bytes that the recorder stores`() async throws {
    try await withSchema { server, own in
      try await withSchema { _, other in
        let recorder = try await PostgreSQLRecorder(server, schema: own)
        try await recorder.append(sampleItems)
        try await recorder.close()
        let limit = try await PostgreSQLLimit(server, schema: other)
        try limit.insertEach(LimitItems(sampleItems))
        #expect(try limit.count() == sampleItems.count)
        let stored = try await rows(server, other)
        #expect(stored.count == sampleItems.count)
        #expect(try await stored == rows(server, own))
      }
    }
  }

  @Test func `has the recorder's tables and indices`() async throws {
    try await withSchema { server, own in
      try await withSchema { _, other in
        try await PostgreSQLRecorder(server, schema: own).close()
        _ = try await PostgreSQLLimit(server, schema: other)
        #expect(try await shape(server, other) == shape(server, own))
      }
    }
  }

  @Test func `stores all items, each once, over several connections`() async throws {
    try await withSchema { server, schema in
      let limit = try await PostgreSQLLimit(server, schema: schema, connections: 3)
      let items = (0..<10).map { position in
        SequencedItem(
          sequenceID: sampleItems[0].sequenceID, position: position, topic: "Sample.happened", data: Data("{}".utf8),
          timestamp: Timestamp(microseconds: position))
      }
      try limit.insertEach(LimitItems(items))
      let positions = try await byHand(
        server, "SELECT string_agg(position::text, ' ' ORDER BY position) FROM \(schema).sequenced_items")
      #expect(positions == ["0 1 2 3 4 5 6 7 8 9"])
    }
  }

  @Test func `fails where a position is taken`() async throws {
    try await withSchema { server, schema in
      let limit = try await PostgreSQLLimit(server, schema: schema, connections: 2)
      try limit.insertEach(LimitItems(sampleItems))
      #expect(throws: LimitFailed.self) { try limit.insertEach(LimitItems(sampleItems)) }
      #expect(try limit.count() == sampleItems.count)
    }
  }

  @Test func `waits until a commit is on the disk`() async throws {
    try await withSchema { server, schema in
      let limit = try await PostgreSQLLimit(server, schema: schema)
      #expect(try limit.value("SHOW synchronous_commit") == "on")
    }
  }

  private func rows(_ server: String, _ schema: String) async throws -> [String?] {
    try await byHand(server, "SELECT items::text FROM \(schema).sequenced_items AS items ORDER BY notification_id")
  }

  /// The columns and indices, without the name of the schema.
  private func shape(_ server: String, _ schema: String) async throws -> [String?] {
    let columns = try await byHand(
      server,
      """
      SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, identity_generation)
      FROM information_schema.columns WHERE table_schema = '\(schema)' ORDER BY table_name, ordinal_position
      """)
    let indices = try await byHand(
      server,
      "SELECT replace(indexdef, '\(schema)', '') FROM pg_indexes WHERE schemaname = '\(schema)' ORDER BY indexname")
    return columns + indices
  }
}
