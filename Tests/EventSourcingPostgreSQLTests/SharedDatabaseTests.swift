import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A PostgreSQL database that is opened once", .timeLimit(.minutes(5)))
struct SharedDatabaseTests {
  private static let notes = ItemTable(
    name: "notes", sequenceID: "note", position: "place", topic: "kind", data: "text", timestamp: "at")

  @Test func `has recorders on several tables and schemas that share its connections`() async throws {
    try await withSchema { server, one in
      try await withSchema { _, two in
        let database = try await PostgreSQLDatabase(
          "\(server) application_name=\(one)", options: PostgreSQLOptions(maximumConnections: 2))
        let recorders = [
          try await database.recorder(schema: one), try await database.recorder(schema: two),
          try await database.recorder(schema: one, table: Self.notes), try await database.recorder(schema: one),
        ]
        let id = UUID()
        for (number, recorder) in recorders.enumerated() {
          // The last is on the table of the first.
          try await recorder.append(items(id, number < 3 ? 0...1 : 2...3))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<200 {
            group.addTask { try await recorders[number % 3].append(items(UUID(), 0...0)) }
          }
          try await group.waitForAll()
        }
        #expect(try await recorders[0].items(of: id) == items(id, 0...3))
        #expect(try await recorders[1].items(of: id) == items(id, 0...1))
        #expect(try await recorders[2].notifications(after: 0, limit: 1_000).count == 68)
        let connections = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(one)'"
        #expect(try await byHand(server, connections) == ["2"])
        try await database.close()
        for recorder in recorders {
          await #expect(throws: RecorderError.closed) { try await recorder.items(of: id) }
          await #expect(throws: RecorderError.closed) { try await recorder.append(items(UUID(), 0...0)) }
        }
      }
    }
  }

  @Test func `stays open when one of its recorders is closed`() async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server)
      let (one, other) = (try await database.recorder(schema: schema), try await database.recorder(schema: schema))
      let waiting = Task { try await one.waitForNotification(after: 0, atMost: .seconds(60)) }
      try await Task.sleep(for: .milliseconds(20))
      try await one.close()
      await #expect(throws: RecorderError.closed) { try await waiting.value }
      await #expect(throws: RecorderError.closed) { try await one.newestPosition() }
      try await other.append(items(UUID(), 0...0))
      #expect(try await database.read { try $0.query("SELECT 1 AS one").first?.int("one") } == 1)
      try await database.close()
      try await database.close()
      await #expect(throws: RecorderError.closed) { try await other.newestPosition() }
      await #expect(throws: RecorderError.closed) { try await database.read { _ in } }
      await #expect(throws: RecorderError.closed) { try await database.recorder(schema: schema) }
      await #expect(throws: RecorderError.closed) { try await database.append([]) { _ in } }
    }
  }

  @Test func `records appends to several recorders all or not at all`() async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server)
      let (events, notes) = (
        try await database.recorder(schema: schema), try await database.recorder(schema: schema, table: Self.notes)
      )
      let (id, other) = (UUID(), UUID())
      let ids = try await database.append([
        (notes, try AppendRequest(items(id, 0...1))), (events, try AppendRequest(items(id, 0...0))),
        (notes, try AppendRequest(items(id, 2...2))),
      ])
      #expect(ids == [[1, 2], [1], [3]])
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 0)) {
        try await database.append([
          (notes, try AppendRequest(items(other, 0...1))), (events, try AppendRequest(items(id, 0...0))),
        ])
      }
      #expect(try await notes.items(of: other) == [])
      await #expect(throws: InvalidAppend.empty) { try await database.append([]) }
      #expect(try await notes.database.append([]) { _ in } == [])
      try await database.close()
    }
  }

  @Test func `refuses a recorder of another one`() async throws {
    try await withSchema { server, schema in
      let (database, other) = (
        try await PostgreSQLDatabase(server), try await PostgreSQLRecorder(server, schema: schema)
      )
      let own = try await database.recorder(schema: schema)
      let error = await #expect(throws: RecorderError.self) {
        try await database.append([
          (own, try AppendRequest(items(UUID(), 0...0))), (other, try AppendRequest(items(UUID(), 0...0))),
        ])
      }
      #expect(error?.reason.contains("another database") == true)
      #expect(try await own.newestPosition().id == 0)
      try await other.close()
      try await database.close()
    }
  }

  /// Each of two writers goes through the tables in its own order.
  @Test func `does not let those who append to the same tables wait for each other in a circle`() async throws {
    try await withSchema { server, schema in
      let id = UUID()
      let successes = try await withThrowingTaskGroup(of: Int.self) { group in
        for writer in 0..<4 {
          group.addTask {
            let database = try await PostgreSQLDatabase(server)
            let recorders = [
              try await database.recorder(schema: schema),
              try await database.recorder(schema: schema, table: Self.notes),
            ]
            var successes = 0
            for position in 0..<40 {
              let order = writer.isMultiple(of: 2) ? recorders : recorders.reversed()
              do {
                try await database.append(
                  order.map { ($0, try AppendRequest(items(id, position...position))) })
                successes += 1
              } catch is ConcurrencyError {
              } catch InvalidAppend.gap {
              }
            }
            try await database.close()
            return successes
          }
        }
        return try await group.reduce(0, +)
      }
      let stored = try await byHand(
        server, "SELECT count(*) FROM \(schema).sequenced_items UNION ALL SELECT count(*) FROM \(schema).notes")
      #expect(stored == ["\(successes)", "\(successes)"])
    }
  }

  @Test func `reads for views in one state, and writes nothing there`() async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server)
      let recorder = try await database.recorder(schema: schema)
      try await recorder.append(items(UUID(), 0...4))
      let counts = try await database.read { transaction in
        let sql = "SELECT count(*) AS rows FROM \(schema).sequenced_items WHERE topic = $1"
        let before = try transaction.query(sql, ["Sample.happened"]).first?.int("rows")
        return [before, try transaction.query(sql, ["Sample.happened"]).first?.int("rows")]
      }
      #expect(counts == [5, 5])
      let error = await #expect(throws: RecorderError.self) {
        try await database.read { try $0.execute("DELETE FROM \(schema).sequenced_items") }
      }
      #expect(error?.code == .readOnly)
      #expect(try await recorder.newestPosition().id == 5)
      try await database.close()
    }
  }
}
