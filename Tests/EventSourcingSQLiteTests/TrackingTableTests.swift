import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import ProcessSupport
import Testing

@Suite("The table of tracking records", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct TrackingTableTests {
  @Test func `has one row an upstream, however often that moves, and one for the log`() async throws {
    let (count, log) = (Soak.amount(2_000, soak: 350_000), UUID())
    let recorder = try await SQLiteRecorder(.memory)
    try await Soak.timed("SQLite: \(3 * count) tracking records of three upstreams") {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for upstream in ["Orders", "Payments", "Shipments"] {
          group.addTask {
            for id in 0..<count {
              let to = LogPosition(id: id + 1, log: log, digest: ItemDigest(rawValue: -id))
              try await recorder.append([], tracking: TrackingRecord(upstream: upstream, from: id, to: to))
            }
          }
        }
        try await group.waitForAll()
      }
    }
    let rows = try await recorder.database.read { db in
      try String.fetchAll(
        db, sql: "SELECT upstream || ' ' || notification_id || ' ' || length(log) FROM sequenced_items_tracking")
    }
    #expect(rows == [" 0 16", "Orders \(count) 16", "Payments \(count) 16", "Shipments \(count) 16"])
    try await recorder.close()
  }

  @Test func `keeps the log's identity from everybody who tracks`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let log = try await recorder.newestPosition().log
    #expect(try await recorder.lastTracked(of: "") == nil)
    await #expect(throws: InvalidAppend.self) { try await recorder.resetTracking(of: "", to: nil) }
    await #expect(throws: InvalidAppend.self) { try await recorder.resetTracking(of: "", to: 4) }
    await #expect(throws: InvalidAppend.nulInName) { try await recorder.resetTracking(of: "\u{0}", to: 4) }
    #expect(try await recorder.newestPosition().log == log)
    try await recorder.close()
  }

  @Test func `keeps the log's identity over a restart, and the one of an epoch`() async throws {
    try await withTemporaryFolder { folder in
      var identities: [UUID?] = []
      for _ in 0..<2 {
        let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
        identities.append(try await recorder.newestPosition().log)
        identities.append(try await recorder.beginEpoch())
        try await recorder.close()
      }
      #expect(identities[0] != nil && identities[0] != identities[1])
      #expect(identities[1] == identities[2])
    }
  }

  @Test(arguments: [
    "DELETE FROM sequenced_items_tracking WHERE upstream = ''",
    "UPDATE sequenced_items_tracking SET log = NULL WHERE upstream = ''",
    "UPDATE sequenced_items_tracking SET log = 'x'", "UPDATE sequenced_items_tracking SET notification_id = 'x'",
    "UPDATE sequenced_items_tracking SET digest = 'x'",
  ])
  func `that somebody has damaged is an error, not a crash`(_ change: String) async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.onWriter { try $0.execute(sql: change) }
    let error = await #expect(throws: RecorderError.self) { try await recorder.newestPosition() }
    #expect(error?.code == .notADatabase)
    try await recorder.close()
  }

  @Test func `of an older version is refused by name, and left as it is`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { db in
        try db.execute(
          sql: """
            CREATE TABLE sequenced_items_tracking (
              upstream TEXT NOT NULL, notification_id INTEGER NOT NULL, PRIMARY KEY (upstream, notification_id)
            ) WITHOUT ROWID
            """)
      }
      let before = try contents(of: folder)
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
      #expect(error?.code == .foreignSchema)
      #expect(error?.reason.contains("“sequenced_items_tracking” is of an older version") == true)
      #expect(error?.reason.contains("resetTracking") == true)
      #expect(try contents(of: folder) == before)
    }
  }

  @Test func `belongs to one log`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let second = ItemTable(
      name: "second", sequenceID: "a", position: "b", topic: "c", data: "d", timestamp: "e",
      trackingTable: "sequenced_items_tracking")
    let error = await #expect(throws: RecorderError.self) { try await recorder.database.recorder(table: second) }
    #expect(error?.code == .foreignSchema)
    #expect(error?.reason.contains("“sequenced_items_tracking” has the tracking records of another log") == true)
    try await recorder.close()
  }

  @Test func `must tell names apart by their bytes`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { db in
        try db.execute(
          sql: """
            CREATE TABLE sequenced_items_tracking (
              upstream TEXT NOT NULL PRIMARY KEY COLLATE NOCASE, notification_id INTEGER NOT NULL, log BLOB, digest INTEGER
            ) WITHOUT ROWID
            """)
      }
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
      #expect(error?.code == .foreignSchema)
      #expect(error?.reason.contains("NOCASE") == true)
    }
  }
}
