import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import ProcessSupport
import Testing

@Suite("Tracking in PostgreSQL", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct TrackingTests {
  @Test func `leaves one row an upstream, however much was tracked`() async throws {
    let count = Soak.amount(3_000, soak: 1_000_000)
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await Soak.timed("PostgreSQL: \(count) tracking records of two upstreams") {
        for from in 0..<count {
          let to = LogPosition(id: from / 2 + 1)
          try await recorder.append(
            [], tracking: TrackingRecord(upstream: "Orders \(from % 2)", from: from / 2, to: to))
        }
      }
      let rows = "SELECT upstream || ' ' || notification_id FROM \(schema).sequenced_items_tracking ORDER BY 1"
      #expect(try await byHand(server, rows) == [" 0", "Orders 0 \(count / 2)", "Orders 1 \(count / 2)"])
      try await recorder.close()
    }
  }

  @Test func `keeps the log's own row out of reach`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let log = try await recorder.newestPosition().log
      #expect(try await recorder.lastTracked(of: "") == nil)
      await #expect(throws: InvalidAppend.self) { try await recorder.resetTracking(of: "", to: nil) }
      await #expect(throws: InvalidAppend.self) { try await recorder.resetTracking(of: "", to: 7) }
      let other = try await PostgreSQLRecorder(server, schema: schema)
      #expect(try await other.newestPosition().log == log)
      try await other.close()
      try await recorder.close()
    }
  }

  @Test func `goes on from 0 where it was put there`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 5))
      try await recorder.resetTracking(of: "Orders", to: 0)
      try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 6))
      #expect(try await recorder.lastTracked(of: "Orders") == 6)
      try await recorder.close()
    }
  }

  @Test func `gives an identity to tables that were made by hand`() async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      try await byHand(server, "DELETE FROM \(schema).sequenced_items_tracking")
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      #expect(try await recorder.newestPosition().log != nil)
      try await recorder.close()
    }
  }
}
