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
    "count_changes = ON", "cache_size = 7", "threads = 3", "journal_size_limit = 7", "secure_delete = FAST",
    "analysis_limit = 3", "automatic_index = 0",
    "cache_spill = 0", "cell_size_check = 1", "empty_result_callbacks = 1", "full_column_names = 1",
    "legacy_alter_table = 1", "mmap_size = 4096", "reverse_unordered_selects = 1", "short_column_names = 0",
    "temp_store = 2", "trusted_schema = 0", "read_uncommitted = 1", "defer_foreign_keys = 1",
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

  @Test(arguments: [
    "PRAGMA case_sensitive_like = ON", "pragma Case_Sensitive_Like(1)", "EXPLAIN PRAGMA count_changes = ON",
    "; -- a comment\n /* and * another */ PRAGMA main . [count_changes] = 1", "PRAGMA auto_vacuum = 1",
    "PRAGMA schema_version = 77", "PRAGMA temp.cache_size = 3", "EXPLAIN QUERY PLAN PRAGMA 'count_changes' = 1",
    "PRAGMA count_changes = 1; SELECT 1", "ATTACH ':memory:' AS other",
    "ATTACH ':memory:' AS other; CREATE TABLE other.t (x); INSERT INTO other.t VALUES (1)",
  ])
  func `is none of these, however it is said`(_ sql: String) async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let error = await #expect(throws: RecorderError.self) {
      try await recorder.append(request(item(UUID(), 0))) { db in try db.execute(sql: sql) }
    }
    #expect(error?.code == .refused)
    #expect(try await recorder.append(items(UUID(), 0...0)) == [1])
    let left = try await recorder.onWriter { db in
      try String.fetchAll(db, sql: "SELECT name FROM pragma_database_list WHERE seq <> 1")
        + [
          String.fetchOne(db, sql: "SELECT 'a' LIKE 'A'") ?? "", String.fetchOne(db, sql: "PRAGMA count_changes") ?? "",
        ]
    }
    #expect(left == ["main", "1", "0"])
    try await recorder.close()
  }

  @Test func `is no setting of a statement that was only compiled, and none that somebody else should not see`()
    async throws
  {
    let recorder = try await SQLiteRecorder(.memory)
    let works: [@Sendable (Database) throws -> Void] = [
      { db in _ = try db.cachedStatement(sql: "PRAGMA count_changes = ON") },
      { db in
        db.trace { _ in }
        try db.execute(sql: "PRAGMA count_changes = ON")
      },
      { db in
        db.trace(options: [])
        try db.execute(sql: "ATTACH ':memory:' AS other")
      },
    ]
    for work in works {
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append(request(item(UUID(), 0)), also: work)
      }
      #expect(error?.code == .refused)
      try await recorder.append(request(item(UUID(), 0))) { _ in }
    }
    #expect(try await recorder.newestPosition().id == 3)
    try await recorder.close()
  }

  @Test @MainActor func `is nothing for the appends of its group`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let busy = await BusyWriter(of: recorder)
    var appends: [Task<[Int], any Error>] = []
    for sql in [
      "SELECT 1", "PRAGMA count_changes = ON", "ATTACH ':memory:' AS other", "PRAGMA query_only = 1", "SELECT 1",
    ] {
      appends.append(
        await started {
          try await recorder.append(request(item(UUID(), 0))) { db in try db.execute(sql: sql) }
        })
    }
    try await busy.free()
    for (number, append) in appends.enumerated() {
      if number % 4 == 0 {
        _ = try await append.value
      } else {
        await #expect(throws: RecorderError.self) { try await append.value }
      }
    }
    let attached = try await recorder.onWriter {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM pragma_database_list")
    }
    #expect(attached == 1)
    #expect(try await recorder.newestPosition().id == 2)
    try await recorder.close()
  }

  @Test func `is no limit of the whole program`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    for limit in ["hard_heap_limit", "soft_heap_limit"] {
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append(request(item(UUID(), 0))) { db in
          try db.execute(sql: "PRAGMA \(limit) = 100000000000")
        }
      }
      #expect(error?.reason.contains("PRAGMA \(limit)") == true)
      #expect(try await recorder.database.read { try Int.fetchOne($0, sql: "PRAGMA \(limit)") } == 0)
    }
    try await recorder.close()
  }

  @Test(arguments: [
    "PRAGMA table_info(sequenced_items)", "PRAGMA user_version = 7", "PRAGMA cache_size", "PRAGMA foreign_key_check",
    "PRAGMA cache_size = 7; PRAGMA cache_size = -2000", "ATTACH ':memory:' AS other; DETACH other",
    "CREATE TABLE pragma (x); DROP TABLE pragma", "SELECT * FROM pragma_database_list",
  ])
  func `may be what reads, and what is as it was`(_ sql: String) async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.append(request(item(UUID(), 0))) { db in
      try db.execute(sql: sql)
      try db.readOnly { _ = try Int.fetchOne(db, sql: "SELECT 1") }
      #expect(try db.columns(in: "sequenced_items").count == 7)
    }
    try await recorder.close()
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
