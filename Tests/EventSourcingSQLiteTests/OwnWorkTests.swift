import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Testing

@Suite("Work of one's own in an append", .timeLimit(.minutes(5)))
struct OwnWorkTests {
  private struct Unwanted: Error, Equatable {}

  private let id = UUID()

  @Test func `is recorded with the items, which it sees`() async throws {
    try await withTotals { recorder in
      let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 7)
      let ids = try await recorder.append(AppendRequest(items(id, 0...2), tracking: tracking)) { db in
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM sequenced_items") ?? 0
        let tracked = try Int.fetchOne(db, sql: "SELECT max(notification_id) FROM sequenced_items_tracking") ?? 0
        try Totals.add(count + tracked, db)
      }
      #expect(ids == [1, 2, 3])
      #expect(try await Totals.total(in: recorder.database) == 10)
    }
  }

  @Test func `that throws leaves nothing, and its error is the caller's`() async throws {
    try await withTotals { recorder in
      let request = try AppendRequest(items(id, 0...2), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 7))
      await #expect(throws: Unwanted()) {
        try await recorder.append(request) { db in
          try Totals.add(1, db)
          throw Unwanted()
        }
      }
      try await expectNothing(in: recorder)
      #expect(try await recorder.lastTracked(of: "Orders") == nil)
    }
  }

  @Test func `that the database refuses is told as the recorder's own errors are`() async throws {
    try await withTotals { recorder in
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append(request(item(id, 0))) { db in try Totals.add(5_000, db) }
      }
      #expect(error?.code == .unstorable)
      #expect(error?.reason.contains("CHECK constraint failed") == true)
      try await expectNothing(in: recorder)
    }
  }

  @Test func `is not run where the request is refused`() async throws {
    try await withTotals { recorder in
      await #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 0, found: 4)) {
        try await recorder.append(request(item(id, 4))) { _ in Issue.record("the work was run") }
      }
      try await expectNothing(in: recorder)
    }
  }

  private static let endings: [Named<@Sendable (Database) throws -> Void>] = [
    Named("a commit") { db in try db.execute(sql: "COMMIT") },
    Named("a commit that it hides") { db in try? db.execute(sql: "COMMIT") },
    Named("a commit from GRDB") { db in try db.commit() },
    Named("a commit, and something after it") { db in
      try? db.execute(sql: "COMMIT")
      try? Totals.add(2, db)
    },
    Named("a commit, and another transaction") { db in
      try? db.execute(sql: "COMMIT")
      try db.execute(sql: "BEGIN IMMEDIATE")
      try Totals.add(2, db)
    },
    Named("a rollback") { db in try db.execute(sql: "ROLLBACK") },
    Named("a rollback, and something after it") { db in
      try db.execute(sql: "ROLLBACK")
      try? Totals.add(2, db)
    },
    Named("a rollback, and another transaction") { db in
      try db.rollback()
      try db.beginTransaction()
      try Totals.add(2, db)
    },
    Named("a rollback, and a transaction that looks like the group's") { db in
      try db.execute(sql: "ROLLBACK; BEGIN; SAVEPOINT request")
      try Totals.add(2, db)
    },
    Named("a rollback that GRDB does not see") { db in
      let sql = "ROLLBACK; BEGIN IMMEDIATE; SAVEPOINT request"
      #expect(sqlite3_exec(db.sqliteConnection, sql, nil, nil, nil) == SQLITE_OK)
      try Totals.add(2, db)
    },
    Named("a commit that GRDB does not see") { db in
      #expect(sqlite3_exec(db.sqliteConnection, "COMMIT", nil, nil, nil) != SQLITE_OK)
    },
  ]

  @Test(arguments: endings)
  func `cannot end the transaction`(_ work: Named<@Sendable (Database) throws -> Void>) async throws {
    try await withTotals { recorder in
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append(request(item(id, 0))) { db in
          try Totals.add(1, db)
          try work.value(db)
        }
      }
      #expect(error?.code == .refused)
      try await expectNothing(in: recorder)
      #expect(try await recorder.append(items(id, 0...0)).count == 1)
    }
  }

  @Test(arguments: endings) @MainActor
  func `cannot end the transaction of a group`(_ work: Named<@Sendable (Database) throws -> Void>) async throws {
    try await withTotals { recorder in
      let busy = await BusyWriter(of: recorder)
      let before = await started { try await recorder.append(items(UUID(), 0...0)) }
      let own = await started {
        try await recorder.append(request(item(id, 0))) { db in
          try Totals.add(1, db)
          try work.value(db)
        }
      }
      let after = await started {
        try await recorder.append(request(item(UUID(), 0))) { db in try Totals.add(100, db) }
      }
      try await busy.free()
      let error = await #expect(throws: RecorderError.self) { try await own.value }
      #expect(error?.code == .refused)
      let ids = (try await before.value, try await after.value)
      #expect(try await recorder.notifications(after: 0, limit: 9).map(\.id) == ids.0 + ids.1)
      #expect(try await Totals.total(in: recorder.database) == 100)
    }
  }

  @Test @MainActor func `has an outcome of its own in a group`() async throws {
    try await withTotals { recorder in
      let busy = await BusyWriter(of: recorder)
      var appends: [Task<[Int], any Error>] = []
      for number in 0..<30 {
        appends.append(
          await started {
            try await recorder.append(request(item(UUID(), number % 5 == 4 ? 7 : 0))) { db in
              try Totals.add(1, db)
              if number % 3 == 0 { throw Unwanted() }
            }
          })
      }
      try await busy.free()
      var stored = 0
      for (number, append) in appends.enumerated() {
        if number % 5 == 4 {
          await #expect(throws: InvalidAppend.self) { try await append.value }
        } else if number % 3 == 0 {
          await #expect(throws: Unwanted()) { try await append.value }
        } else {
          stored += 1
          #expect(try await append.value == [stored])
        }
      }
      #expect(try await Totals.total(in: recorder.database) == stored)
    }
  }

  @Test(arguments: ["ROLLBACK TO request", "RELEASE request", "RELEASE request; SAVEPOINT request"]) @MainActor
  func `cannot go back to before its append`(_ sql: String) async throws {
    try await withTotals { recorder in
      let busy = await BusyWriter(of: recorder)
      let other = await started { try await recorder.append(items(UUID(), 0...0)) }
      let own = await started {
        try await recorder.append(request(item(id, 0))) { db in try db.execute(sql: sql) }
      }
      try await busy.free()
      await #expect(throws: RecorderError.self) { try await own.value }
      #expect(try await other.value == [1])
      #expect(try await recorder.items(of: id) == [])
    }
  }

  @Test func `may have savepoints of its own`() async throws {
    try await withTotals { recorder in
      try await recorder.append(request(item(id, 0))) { db in
        try Totals.add(1, db)
        try db.inSavepoint {
          try Totals.add(2, db)
          return .rollback
        }
      }
      #expect(try await Totals.total(in: recorder.database) == 1)
    }
  }

  private func withTotals(_ body: (SQLiteRecorder) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      try await Totals.make(in: recorder.database)
      try await body(recorder)
      try await recorder.close()
    }
  }

  private func expectNothing(in recorder: SQLiteRecorder) async throws {
    #expect(try await recorder.notifications(after: 0, limit: 9) == [])
    #expect(try await Totals.total(in: recorder.database) == 0)
  }
}
