import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Closing a PostgreSQL recorder", .timeLimit(.minutes(5)))
struct ClosingTests {
  @MainActor @Test func `lets what is under way end, and refuses what comes`() async throws {
    try await withSchema { server, schema in
      let (id, options) = (UUID(), PostgreSQLOptions(maximumConnections: 2))
      let recorder = try await PostgreSQLRecorder(
        "\(server) application_name=\(schema)", schema: schema, options: options)
      try await recorder.append(items(id, 0...0))
      try await withHand(server) { hand in
        try await hand.run("BEGIN; LOCK TABLE \(schema).sequenced_items IN ACCESS EXCLUSIVE MODE")
        let append = Task { try await recorder.append(items(id, 1...1)) }
        let read = Task { try await recorder.items(of: id) }
        try await until(
          server,
          "SELECT count(*) = 2 FROM pg_stat_activity WHERE application_name = '\(schema)' AND wait_event_type = 'Lock'")
        let closing = await started { try await recorder.close() }
        await #expect(throws: RecorderError.closed) { try await recorder.items(of: id) }
        await #expect(throws: RecorderError.closed) { try await recorder.append(items(id, 2...2)) }
        try await hand.run("COMMIT")
        #expect(try await append.value == [2])
        #expect(try await read.value.first == item(id, 0))
        try await closing.value
      }
      let left = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(schema)'"
      try await until(server, "(\(left)) = 0")
      #expect(try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items") == ["2"])
      try await recorder.close()
    }
  }

  @Test func `gives each of many its true outcome`() async throws {
    for _ in 0..<10 {
      try await withSchema { server, schema in
        let options = PostgreSQLOptions(maximumConnections: 3)
        let recorder = try await PostgreSQLRecorder(server, schema: schema, options: options)
        let acknowledged = try await withThrowingTaskGroup(of: Int.self) { group in
          for number in 0..<60 {
            group.addTask {
              do {
                if number == 30 { try await recorder.close() }
                if number.isMultiple(of: 2) { return try await recorder.append(items(UUID(), 0...1)).count }
                _ = try await recorder.notifications(after: 0, limit: 10)
              } catch let error as RecorderError where error.code == .closed {}
              return 0
            }
          }
          return try await group.reduce(0, +)
        }
        let stored = try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items")
        #expect(stored == ["\(acknowledged)"])
      }
    }
  }
}
