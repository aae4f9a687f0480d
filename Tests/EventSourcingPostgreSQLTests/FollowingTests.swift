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

  @Test func `gets what is settled at once beside a writer that does not go on, and nothing beyond it`() async throws {
    try await withSchema { server, schema in
      let slow = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let (quick, reader) = (
        try await PostgreSQLRecorder(server, schema: schema), try await PostgreSQLRecorder(server, schema: schema)
      )
      try await byHand(server, Self.slowItems(schema))
      #expect(try await quick.append([item(UUID(), 0, topic: "Quick")]) == [1])
      try await withHand(server) { hand in
        try await hand.run("BEGIN; SELECT pg_advisory_xact_lock(hashtext('\(schema)'))")
        async let slowIDs = slow.append([item(UUID(), 0, topic: "Slow")])
        try await until(
          server, "SELECT wait_event = 'advisory' FROM pg_stat_activity WHERE application_name = '\(schema)'")
        // Nobody has to wait for the slow one.
        #expect(try await quick.append([item(UUID(), 0, topic: "Quick")]) == [3])
        let page = try await reader.page(NotificationQuery(after: 0, limit: 10))
        #expect(page.notifications.map(\.id) == [1])
        #expect(page.readUpTo.id == 1)
        #expect(page.isAtEnd)
        let chosen = NotificationQuery(after: 0, limit: 10, filter: .storedNames(["None"]))
        #expect(try await reader.page(chosen).readUpTo == page.readUpTo)
        #expect(try await reader.newestPosition() == page.readUpTo)
        #expect(try await !reader.waitForNotification(after: 1, atMost: .milliseconds(30)))
        async let waiting = reader.waitForNotification(after: 1, atMost: .seconds(60))
        try await hand.run("COMMIT")
        #expect(try await slowIDs == [2])
        #expect(try await waiting)
        #expect(
          try await reader.page(NotificationQuery(after: page.readUpTo, limit: 10)).notifications.map(\.id) == [2, 3])
      }
      for recorder in [slow, quick, reader] { try await recorder.close() }
    }
  }

  @Test func `of a rare topic moves over what it does not want, a bounded number of rows at a time`() async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      let recorder = try await PostgreSQLRecorder(
        server, schema: schema, options: PostgreSQLOptions(statementTimeout: 3))
      try await byHand(
        server,
        """
        INSERT INTO \(schema).sequenced_items (sequence_id, position, topic, data, timestamp)
        SELECT gen_random_uuid(), 0, CASE WHEN n % 100000 = 0 THEN 'Rare.event' ELSE 'Common.event' END, '', 0
        FROM generate_series(1, 300000) AS n
        """)
      var (query, found, pages) = (
        NotificationQuery(after: 0, limit: 10, filter: .storedNames(["Rare"]), rows: 20_000), [Int](), 0
      )
      while true {
        let page = try await recorder.page(query)
        found += page.notifications.map(\.id)
        (query.after, pages) = (page.readUpTo, pages + 1)
        if page.isAtEnd { break }
      }
      #expect(found == [100_000, 200_000, 300_000])
      #expect(pages == 15)
      #expect(query.after == (try await recorder.newestPosition()))
      try await recorder.close()
    }
  }

  @Test func `is not told of ids that were given up`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      await #expect(throws: ConcurrencyError.self) {
        try await recorder.append(items(UUID(), 0...1) + items(id, 0...0))
      }
      #expect(try await !recorder.waitForNotification(after: 1, atMost: .milliseconds(30)))
      let page = try await recorder.page(NotificationQuery(after: 0, limit: 1))
      #expect(page.isAtEnd)
      #expect(page.readUpTo == (try await recorder.newestPosition()))
      try await recorder.close()
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
