import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Synchronization
import Testing

@Suite("Work of one's own in an append's transaction", .timeLimit(.minutes(5)))
struct WorkTests {
  private struct Failed: Error, Equatable {}

  @Test func `is recorded with the items, and takes and gives all values`() async throws {
    try await withView { recorder, view, server in
      let (id, data) = (UUID(), Data([0, 0xFF, 0x5C, 0x27]))
      let ids = try await recorder.append(AppendRequest(items(id, 0...1))) { transaction in
        let changed = try transaction.execute(
          "INSERT INTO \(view) VALUES ($1, $2, $3, $4, $5, $6), (2, NULL, NULL, NULL, NULL, $7)",
          [1, .text("Quote's \" 🦉"), .uuid(id), .data(data), .bool(true), .double(1.5), nil])
        #expect(changed == 2)
        let rows = try transaction.query("SELECT * FROM \(view) ORDER BY n")
        #expect(rows.count == 2)
        let (first, second) = (try #require(rows.first), try #require(rows.last))
        #expect(try first.int("n") == 1)
        #expect(try first.text("name") == "Quote's \" 🦉")
        #expect(try first.uuid("id") == id)
        #expect(try first.data("bytes") == data)
        #expect(try first.bool("flag") == true)
        #expect(try first.double("share") == 1.5)
        #expect(try second.text("name") == nil)
        #expect(try second.double("share") == nil)
        #expect(throws: PostgreSQLRowError.noColumn("nowhere")) { _ = try first.int("nowhere") }
        #expect(throws: PostgreSQLRowError.otherType(column: "name", wanted: "a whole number")) {
          _ = try first.int("name")
        }
        #expect(
          try transaction.query("SELECT $1::jsonb ->> 'a' AS a, $2::date + 1 AS day", [#"{"a":"b"}"#, "2024-02-28"])
            .first?.text("day") == "2024-02-29")
      }
      #expect(ids == [1, 2])
      #expect(try await byHand(server, "SELECT count(*) FROM \(view)") == ["2"])
    }
  }

  @Test func `that throws undoes the append, and its error reaches the caller as it is`() async throws {
    try await withView { recorder, view, server in
      let id = UUID()
      await #expect(throws: Failed()) {
        try await recorder.append(AppendRequest(items(id, 0...1))) { transaction in
          try transaction.execute("INSERT INTO \(view) (n) VALUES (1)")
          throw Failed()
        }
      }
      #expect(try await recorder.items(of: id) == [])
      #expect(try await byHand(server, "SELECT count(*) FROM \(view)") == ["0"])
      try await recorder.append(AppendRequest(items(id, 0...0))) { _ in }
      #expect(try await recorder.items(of: id) == items(id, 0...0))
    }
  }

  /// The same codes as those by which the recorder knows a conflict of its own.
  @Test(arguments: [("SELECT 1 / 0", "22012"), ("INSERT INTO VIEW (n) VALUES (1), (1)", "23505")])
  func `fails by its own errors, which are no conflicts`(_ sql: String, _ sqlState: String) async throws {
    try await withView { recorder, view, _ in
      let id = UUID()
      for swallows in [false, true] {
        let error = await #expect(throws: RecorderError.self) {
          try await recorder.append(AppendRequest(items(id, 0...0))) { transaction in
            do {
              try transaction.execute(sql.replacing("VIEW", with: view))
            } catch  where swallows {
              // What fails a transaction fails it, also if nobody looks.
              _ = try? transaction.query("SELECT 1")
            }
          }
        }
        #expect(error?.code == .unstorable)
        #expect(error?.reason.contains(sqlState) == true)
      }
      let stored = try await recorder.items(of: id)
      #expect(stored == [])
    }
  }

  @Test func `may go back to a savepoint`() async throws {
    try await withView { recorder, view, server in
      try await recorder.append(AppendRequest(items(UUID(), 0...0))) { transaction in
        try transaction.execute("SAVEPOINT before")
        #expect(throws: RecorderError.self) { _ = try transaction.execute("SELECT 1 / 0") }
        try transaction.execute(" /* back */ rollback work -- now\n to before")
        try transaction.execute("INSERT INTO \(view) (n) VALUES (7)")
      }
      #expect(try await byHand(server, "SELECT n FROM \(view)") == ["7"])
      #expect(try await recorder.newestPosition().id == 1)
    }
  }

  @Test(arguments: [
    "COMMIT", "commit and chain", "ROLLBACK", "ROLLBACK AND CHAIN", "abort", "END", "/* a /* b */ */ -- c\n ;COMMIT",
    "PREPARE TRANSACTION 'x'", "\u{C}\u{B}rollback transaction", "BEGIN", "SELECT 1; COMMIT", "COMMIT; SELECT 1",
  ])
  func `cannot end the transaction, nor run two statements at once`(_ sql: String) async throws {
    try await withView { recorder, view, server in
      let id = UUID()
      await #expect(throws: RecorderError.self) {
        try await recorder.append(AppendRequest(items(id, 0...0))) { transaction in
          try transaction.execute("INSERT INTO \(view) (n) VALUES (1)")
          try transaction.execute(sql)
        }
      }
      let stored = try await recorder.items(of: id)
      #expect(stored == [])
      #expect(try await byHand(server, "SELECT count(*) FROM \(view)") == ["0"])
    }
  }

  @Test func `is of no use when it has returned, on whatever thread`() async throws {
    try await withView { recorder, view, server in
      let kept = Mutex<PostgreSQLTransaction?>(nil)
      try await recorder.append(AppendRequest(items(UUID(), 0...0))) { transaction in
        kept.withLock { $0 = transaction }
      }
      let transaction = try #require(kept.withLock { $0 })
      let error = #expect(throws: RecorderError.self) { try transaction.execute("DELETE FROM \(view)") }
      #expect(error?.code == .closed)
      await Task.detached {
        let error = #expect(throws: RecorderError.self) { try transaction.query("SELECT 1") }
        #expect(error?.code == .closed)
      }.value
    }
  }

  @Test func `is done once, and not at all where the append is refused`() async throws {
    try await withView { recorder, view, server in
      let (id, done) = (UUID(), Counter())
      try await recorder.append(items(id, 0...0))
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 0)) {
        try await recorder.append(AppendRequest(items(id, 0...0))) { _ in done.countUp() }
      }
      #expect(done.count == 0)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
          group.addTask {
            guard number.isMultiple(of: 2) else {
              try await recorder.append(items(UUID(), 0...0))
              return
            }
            try await recorder.append(AppendRequest(items(UUID(), 0...0))) { transaction in
              done.countUp()
              try transaction.execute("INSERT INTO \(view) (n) VALUES ($1)", [.int(number)])
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(done.count == 20)
      #expect(try await byHand(server, "SELECT count(*) FROM \(view)") == ["20"])
      #expect(try await recorder.newestPosition().id >= 41)
    }
  }

  @Test func `refuses what cannot be kept`() async throws {
    try await withView { recorder, _, _ in
      for (sql, value) in [("SELECT $1::text", PostgreSQLValue.text("a\u{0}b")), ("SELECT \u{0}", .null)] {
        await #expect(throws: RecorderError.self) {
          try await recorder.append(AppendRequest(items(UUID(), 0...0))) { transaction in
            try transaction.execute(sql, [value])
          }
        }
      }
      let newest = try await recorder.newestPosition()
      #expect(newest.id == 0)
    }
  }

  /// Lends a recorder, and a table beside its own.
  private func withView(_ body: (PostgreSQLRecorder, _ view: String, _ server: String) async throws -> Void)
    async throws
  {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(
        server,
        """
        CREATE TABLE \(schema).view (
          n int PRIMARY KEY, name text, id uuid, bytes bytea, flag boolean, share double precision)
        """)
      try await body(recorder, "\(schema).view", server)
      try await recorder.close()
    }
  }
}
