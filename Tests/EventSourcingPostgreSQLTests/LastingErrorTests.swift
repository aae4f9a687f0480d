import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Who waits for notifications that cannot come any more", .timeLimit(.minutes(5)))
struct LastingErrorTests {
  @Test(arguments: [
    "DROP TABLE sequenced_items", "DELETE FROM sequenced_items_tracking", "DROP TABLE sequenced_items_tracking",
  ])
  func `is told at once what is wrong with the tables`(_ sql: String) async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let waiting = Task { try await recorder.waitForNotification(after: 0, atMost: .seconds(60)) }
      try await Task.sleep(for: .milliseconds(30))
      let start = ContinuousClock.now
      try await byHand(server, "SET search_path = \(schema); \(sql)")
      let error = await #expect(throws: RecorderError.self) { try await waiting.value }
      let code = sql.hasPrefix("DELETE") ? RecorderError.Code.notADatabase : .unavailable
      #expect(error?.code == code)
      #expect(.now - start < .seconds(20))
      let short = await #expect(throws: RecorderError.self) {
        try await recorder.waitForNotification(after: 0, atMost: .milliseconds(1))
      }
      #expect(short?.code == code)
      try await recorder.close()
    }
  }

  @Test func `is told soon that no server answers`() async throws {
    try await withOwnServer { server in
      let recorder = try await PostgreSQLRecorder(server.address, schema: "events")
      #expect(try await !recorder.waitForNotification(after: 0, atMost: .milliseconds(1)))
      try await server.stop()
      let start = ContinuousClock.now
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.waitForNotification(after: 0, atMost: .seconds(100))
      }
      #expect(error?.code == .unavailable)
      #expect(.now - start < .seconds(50))
      let short = await #expect(throws: RecorderError.self) {
        try await recorder.waitForNotification(after: 0, atMost: .milliseconds(50))
      }
      #expect(short?.code == .unavailable)
      try await recorder.close()
    }
  }
}
