import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A read from PostgreSQL whose task is cancelled", .timeLimit(.minutes(5)))
struct CancellationTests {
  @Test func `is given up by the server`() async throws {
    try await withLockedTable { server, hand, recorder, name in
      let read = Task { try await recorder.items(of: UUID()) }
      try await until(server, Self.waiting(name, 1))
      read.cancel()
      await #expect(throws: CancellationError.self) { try await read.value }
      try await until(server, Self.waiting(name, 0))
      try await hand.run("COMMIT")
      #expect(try await recorder.items(of: UUID()) == [])
    }
  }

  @Test func `is given up while it waits for a connection`() async throws {
    try await withLockedTable { server, hand, recorder, name in
      // One connection reads; the other writes.
      let first = Task { try await recorder.items(of: UUID()) }
      try await until(server, Self.waiting(name, 1))
      let second = Task { try await recorder.items(of: UUID()) }
      let third = Task { try await recorder.items(of: UUID()) }
      second.cancel()
      await #expect(throws: CancellationError.self) { try await second.value }
      try await hand.run("COMMIT")
      #expect(try await first.value == [])
      #expect(try await third.value == [])
    }
  }

  @Test func `is given up after the statement timeout, and so is an append`() async throws {
    try await withLockedTable { server, hand, recorder, name in
      let options = PostgreSQLOptions(statementTimeout: 0.5)
      // Opening looks at the table.
      try await hand.run("COMMIT")
      let impatient = try await PostgreSQLRecorder(server, schema: name, options: options)
      try await hand.run("BEGIN; LOCK TABLE \(name).sequenced_items IN ACCESS EXCLUSIVE MODE")
      let read = await #expect(throws: RecorderError.self) { try await impatient.items(of: UUID()) }
      #expect(read?.code == .timedOut)
      let append = await #expect(throws: RecorderError.self) { try await impatient.append(items(UUID(), 0...1)) }
      #expect(append?.code == .timedOut)
      try await hand.run("COMMIT")
      #expect(try await recorder.notifications(after: 0, limit: 10) == [])
      try await impatient.close()
    }
  }

  /// Whether so many sessions of the name wait for a lock.
  private static func waiting(_ name: String, _ count: Int) -> String {
    "SELECT count(*) = \(count) FROM pg_stat_activity WHERE application_name = '\(name)' AND wait_event_type = 'Lock'"
  }

  /// Lends a recorder with one connection that reads, on a table that nobody can read until the hand commits.
  private func withLockedTable(
    _ body: (String, PostgreSQLHand, PostgreSQLRecorder, String) async throws -> Void
  ) async throws {
    try await withSchema { server, schema in
      let options = PostgreSQLOptions(maximumConnections: 2)
      let recorder = try await PostgreSQLRecorder(
        "\(server) application_name=\(schema)", schema: schema, options: options)
      try await withHand(server) { hand in
        try await hand.run("BEGIN; LOCK TABLE \(schema).sequenced_items IN ACCESS EXCLUSIVE MODE")
        try await body(server, hand, recorder, schema)
      }
      try await recorder.close()
    }
  }
}
