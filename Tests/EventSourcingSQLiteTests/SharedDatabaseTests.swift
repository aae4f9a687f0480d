import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("A database that is opened once", .timeLimit(.minutes(5)))
struct SharedDatabaseTests {
  private static let tables = ["orders", "payments", "snapshots"].map { name in
    ItemTable(
      name: name, sequenceID: "sequence_id", position: "position", topic: "topic", data: "data", timestamp: "timestamp")
  }

  @Test(arguments: [true, false])
  func `hands out recorders on several tables that never wait for each other`(_ isFile: Bool) async throws {
    try await withDatabase(isFile, SQLiteOptions(busyTimeout: 0)) { database in
      var recorders: [SQLiteRecorder] = []
      for table in Self.tables { recorders.append(try await database.recorder(table: table)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for saver in 0..<60 {
          group.addTask { [recorders] in
            let id = UUID()
            for position in 0..<20 { try await recorders[saver % 3].append([item(id, position)]) }
          }
        }
        try await group.waitForAll()
      }
      for recorder in recorders {
        let notifications = try await recorder.notifications(after: 0, limit: .max)
        #expect(notifications.map(\.id) == Array(1...400), "each table has a notification sequence of its own")
      }
      let logs = try await [recorders[0].newestPosition().log, recorders[1].newestPosition().log]
      #expect(logs[0] != logs[1])
    }
  }

  @Test func `hands out recorders on one table that work side by side`() async throws {
    try await withDatabase(false) { database in
      let (one, two) = (try await database.recorder(), try await database.recorder())
      let id = UUID()
      try await one.append(items(id, 0...1))
      try await two.append(items(id, 2...2))
      #expect(try await one.items(of: id) == items(id, 0...2))
      try await two.deleteItem(of: id, at: 2)
      #expect(one.changesOfThePast == 1, "whoever keeps what it has read sees what the other has changed")
    }
  }

  @Test func `goes on when one of its recorders is closed`() async throws {
    try await withDatabase(true) { database in
      let (one, two) = (try await database.recorder(), try await database.recorder())
      let waiting = Task { try await one.waitForNotification(after: 0, atMost: .seconds(60)) }
      try await Task.sleep(for: .milliseconds(20))
      try await one.close()
      await #expect(throws: RecorderError.closed) { try await waiting.value }
      await #expect(throws: RecorderError.closed) { try await one.append(items(UUID(), 0...0)) }
      await #expect(throws: RecorderError.closed) { try await one.items(of: UUID()) }
      await #expect(throws: RecorderError.closed) { try await one.beginEpoch() }
      await #expect(throws: RecorderError.closed) { try await database.append([(one, request(item(UUID(), 0)))]) }
      #expect(try await two.append(items(UUID(), 0...0)) == [1])
      let three = try await database.recorder()
      #expect(try await three.append(items(UUID(), 0...0)) == [2])
    }
  }

  @Test(arguments: [true, false])
  func `closes all its recorders with it`(_ isFile: Bool) async throws {
    try await withDatabase(isFile) { database in
      let recorder = try await database.recorder()
      let waiting = Task { try await recorder.waitForNotification(after: 0, atMost: .seconds(60)) }
      try await Task.sleep(for: .milliseconds(20))
      try await database.close()
      await #expect(throws: RecorderError.closed) { try await waiting.value }
      await #expect(throws: RecorderError.closed) { try await recorder.append(items(UUID(), 0...0)) }
      await #expect(throws: RecorderError.closed) { try await recorder.page(NotificationQuery(after: 0, limit: 1)) }
      await #expect(throws: RecorderError.closed) { try await database.recorder() }
      await #expect(throws: RecorderError.closed) { try await database.read { _ in 1 } }
      try await recorder.close()
    }
  }

  @Test func `is closed with the recorder that has opened it`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let other = try await recorder.database.recorder(table: Self.tables[0])
    try await other.append(items(UUID(), 0...0))
    try await recorder.close()
    await #expect(throws: RecorderError.closed) { try await other.append(items(UUID(), 0...0)) }
  }

  @Test func `leaves one file that holds everything, also after somebody has waited`() async throws {
    try await withTemporaryFolder { folder in
      let database = try await SQLiteDatabase(.file("\(folder)/items.sqlite"))
      let recorder = try await database.recorder()
      #expect(try await recorder.waitForNotification(after: 0, atMost: .milliseconds(30)) == false)
      try await recorder.append(items(UUID(), 0...2))
      #expect(try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sequenced_items") } == 3)
      try await database.close()
      #expect(try contents(of: folder).keys.sorted() == ["items.sqlite"])
    }
  }

  @Test func `is read at one moment, and cannot be written then`() async throws {
    try await withDatabase(true) { database in
      let recorder = try await database.recorder()
      try await recorder.append(items(UUID(), 0...2))
      let error = await #expect(throws: RecorderError.self) {
        try await database.read { db in try db.execute(sql: "DELETE FROM sequenced_items") }
      }
      #expect(error?.code == .readOnly)
      #expect(try await recorder.notifications(after: 0, limit: 9).count == 3)
    }
  }

  @Test(arguments: [true, false], ["COMMIT", "ROLLBACK", "COMMIT; BEGIN", "COMMIT; BEGIN; SAVEPOINT x"])
  func `notices that a read has ended its transaction`(_ isFile: Bool, _ sql: String) async throws {
    try await withDatabase(isFile) { database in
      let recorder = try await database.recorder()
      let error = await #expect(throws: RecorderError.self) {
        try await database.read { db in try? db.execute(sql: sql) }
      }
      #expect(error?.code == .refused)
      try await recorder.append(items(UUID(), 0...0))
      #expect(try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sequenced_items") } == 1)
    }
  }

  @Test(arguments: ["SELEKT", "SELECT * FROM nowhere", "VACUUM"])
  func `tells a mistake in one's own SQL as one`(_ sql: String) async throws {
    try await withDatabase(true) { database in
      let error = await #expect(throws: RecorderError.self) {
        try await database.append([]) { db in try db.execute(sql: sql) }
      }
      let ofReading = await #expect(throws: RecorderError.self) {
        try await database.read { db in try db.execute(sql: sql) }
      }
      #expect(ofReading?.code == .refused)
      #expect(error?.code == .refused)
      #expect(error?.reason.hasPrefix("SQLite refuses a statement (SQLite code 1): ") == true)
      #expect(error?.reason.contains("folder") == false)
    }
  }

  @Test func `refuses the names that SQLite keeps to itself`() async throws {
    try await withDatabase(false) { database in
      for (name, tracking) in [("SQLite_events", "tracking"), ("events", "sqlite_tracking")] {
        let table = ItemTable(
          name: name, sequenceID: "a", position: "b", topic: "c", data: "d", timestamp: "e", trackingTable: tracking)
        let error = await #expect(throws: RecorderError.self) { try await database.recorder(table: table) }
        #expect(error?.code == .invalidName)
      }
    }
  }

  @Test func `has as many readers as it is told to`() async throws {
    try await withDatabase(true, SQLiteOptions(readers: 7)) { database in
      let readers = try await database.read { db in db.configuration.maximumReaderCount }
      #expect(readers == 7)
    }
  }

  @Test func `names its file when a table is not what it should be`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: "CREATE TABLE orders (name TEXT)") }
      let database = try await SQLiteDatabase(.file(file))
      let error = await #expect(throws: RecorderError.self) { try await database.recorder(table: Self.tables[0]) }
      #expect(error?.code == .foreignSchema)
      #expect(error?.reason.contains(file) == true)
      try await database.recorder(table: Self.tables[1]).append(items(UUID(), 0...0))
      try await database.close()
    }
  }

  private func withDatabase(
    _ isFile: Bool, _ options: SQLiteOptions = SQLiteOptions(), _ body: (SQLiteDatabase) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let database = try await SQLiteDatabase(isFile ? .file("\(folder)/items.sqlite") : .memory, options: options)
      try await body(database)
      try await database.close()
    }
  }
}
