import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A reader that follows writers on many connections", .timeLimit(.minutes(5)))
struct FollowingTests {
  /// A rule of the table by which a commit of a slow item waits for this lock.
  private static func slowItems(_ schema: String) -> String {
    """
    CREATE FUNCTION \(schema).wait() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(hashtext('\(schema)')); RETURN NEW; END $$;
    CREATE TRIGGER wait AFTER INSERT ON \(schema).sequenced_items FOR EACH ROW WHEN (NEW.topic = 'Slow')
      EXECUTE FUNCTION \(schema).wait();
    """
  }

  @Test func `waits for a smaller id that is not committed yet`() async throws {
    try await withSchema { server, schema in
      let slow = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let (quick, reader) = (
        try await PostgreSQLRecorder(server, schema: schema), try await PostgreSQLRecorder(server, schema: schema)
      )
      try await byHand(server, Self.slowItems(schema))
      try await withHand(server) { hand in
        try await hand.run("BEGIN; SELECT pg_advisory_xact_lock(hashtext('\(schema)'))")
        async let slowIDs = slow.append([item(UUID(), 0, topic: "Slow")])
        try await until(
          server, "SELECT wait_event = 'advisory' FROM pg_stat_activity WHERE application_name = '\(schema)'")
        // Nobody has to wait for the slow one but the reader.
        #expect(try await quick.append([item(UUID(), 0, topic: "Quick")]) == [2])
        let read = Task { try await reader.notifications(after: 0, limit: 10).map(\.id) }
        // The reader has seen the gap, and looks again.
        try await until(
          server,
          """
          SELECT count(*) > 0 FROM pg_stat_activity
          WHERE state = 'idle' AND query LIKE '%\(schema)%notification_id%LIMIT%'
          """)
        #expect(try await quick.append([item(UUID(), 0, topic: "Quick")]) == [3])
        try await hand.run("COMMIT")
        #expect(try await slowIDs == [1])
        #expect(try await read.value.prefix(2) == [1, 2])
      }
      for recorder in [slow, quick, reader] { try await recorder.close() }
    }
  }

  @Test func `misses nothing, whatever is rolled back`() async throws {
    let (writers, rounds, size) = (6, 170, 20)
    try await withSchema { server, schema in
      let reader = try await PostgreSQLRecorder(server, schema: schema)
      let taken = UUID()
      let ended = Counter()
      try await reader.append(items(taken, 0...0))
      let followed = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<writers {
          group.addTask {
            let recorder = try await PostgreSQLRecorder(server, schema: schema)
            let id = UUID()
            for round in 0..<rounds {
              // Its ids are drawn, and then given up.
              await #expect(throws: ConcurrencyError.self) {
                try await recorder.append(items(UUID(), 0...1) + items(taken, 0...0))
              }
              try await recorder.append(items(id, (round * size)...(round * size + size - 1)))
            }
            ended.countUp()
            try await recorder.close()
            return []
          }
        }
        group.addTask {
          var seen: [Int] = []
          while true {
            try Task.checkCancellation()
            let isOver = ended.count == writers
            let next = try await reader.notifications(after: seen.last ?? 0, limit: 500).map(\.id)
            seen += next
            if isOver && next.isEmpty { return seen }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(followed.count == writers * rounds * size + 1)
      #expect(try await reader.notifications(after: 0, limit: .max).map(\.id) == followed)
      try await reader.close()
    }
  }
}
