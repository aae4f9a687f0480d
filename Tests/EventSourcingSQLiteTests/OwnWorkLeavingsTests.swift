import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Testing

@Suite("What work in an append leaves on the connection", .timeLimit(.minutes(5)))
struct OwnWorkLeavingsTests {
  @Test(arguments: [
    "query_only = 1", "locking_mode = EXCLUSIVE", "max_page_count = 1000", "busy_timeout = 7", "wal_autocheckpoint = 3",
    "checkpoint_fullfsync = 0", "ignore_check_constraints = 1", "writable_schema = 1", "recursive_triggers = 1",
  ])
  func `is no setting that would hold for others`(_ setting: String) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let name = String(setting.prefix { $0 != " " })
      @Sendable func value() async throws -> String? {
        try await recorder.onWriter { db in try String.fetchOne(db, sql: "PRAGMA \(name)") }
      }
      let before = try await value()
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append(request(item(UUID(), 0))) { db in try db.execute(sql: "PRAGMA \(setting)") }
      }
      #expect(error?.code == .refused)
      #expect(error?.reason.contains("PRAGMA \(name)") == true)
      #expect(try await value() == before)
      #expect(try await recorder.append(items(UUID(), 0...0)) == [1])
      // Others are let in.
      let other = try await SQLiteRecorder(.file("\(folder)/items.sqlite"), options: SQLiteOptions(busyTimeout: 0))
      #expect(try await other.append(items(UUID(), 0...0)) == [2])
      try await other.close()
      try await recorder.close()
    }
  }

  @Test(arguments: ["SELECT * FROM sequenced_items", "DELETE FROM sequenced_items RETURNING position"])
  func `is no statement that goes on`(_ sql: String) async throws {
    try await withTemporaryFolder { folder in
      let file = SQLiteLocation.file("\(folder)/items.sqlite")
      let recorder = try await SQLiteRecorder(file)
      try await recorder.append(items(UUID(), 0...5))
      try await recorder.append(request(item(UUID(), 0))) { db in
        // It stands at a row, and is kept beyond the work.
        let statement = try db.cachedStatement(sql: sql)
        #expect(sqlite3_step(statement.sqliteStatement) == SQLITE_ROW)
      }
      // When others have written, a connection that has not read to the end could not write any more.
      let other = try await SQLiteRecorder(file)
      try await other.append(items(UUID(), 0...0))
      #expect(try await recorder.append(items(UUID(), 0...0)) == [9])
      try await other.close()
      try await recorder.close()
    }
  }

  @Test func `is no table that stands before the recorder's own`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let id = UUID()
    try await recorder.append(AppendRequest(items(id, 0...1))) { db in
      try db.execute(sql: "CREATE TEMP TABLE sequenced_items (x); CREATE TEMP TABLE sequenced_items_tracking (x)")
    }
    try await recorder.append([item(id, 2)], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 1))
    #expect(try await recorder.items(of: id) == items(id, 0...2))
    #expect(try await recorder.newestPosition().id == 3)
    let other = try await recorder.database.recorder()
    #expect(try await other.lastTracked(of: "Orders")?.id == 1)
    try await recorder.close()
  }
}
