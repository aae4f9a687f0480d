import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Testing

@Suite("A page of a notification sequence")
struct PageTests {
  @Test(arguments: [TopicFilter.topics(["Rare.x"]), .storedNames(["Rare"])])
  func `does not read the data of what is not wanted`(_ filter: TopicFilter) async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.append((0..<20).map { _ in item(UUID(), 0, bytes: 1_000_000) })
    try await recorder.append([item(UUID(), 0, topic: "Rare.x")])
    func reading(_ query: NotificationQuery) async throws -> Int {
      let before = try await pagesRead(recorder)
      let page = try await recorder.page(query)
      #expect(page.readUpTo.id == 21 && page.isAtEnd)
      return try await pagesRead(recorder) - before
    }
    let unwanted = try await reading(NotificationQuery(after: 0, limit: 100, filter: filter))
    let all = try await reading(NotificationQuery(after: 0, limit: 100))
    #expect(all > 4_000, "the data is many pages long")
    #expect(unwanted < 200)
    try await recorder.close()
  }

  @Test func `looks at no more rows than it may, wanted or not`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.append((0..<100).map { item(UUID(), 0, topic: $0 % 10 == 9 ? "Rare.x" : "Common.x") })
    var query = NotificationQuery(after: 0, limit: 100, filter: .storedNames(["Rare"]), rows: 25)
    var seen: [[Int]] = []
    while true {
      let page = try await recorder.page(query)
      seen.append(page.notifications.map(\.id) + [page.readUpTo.id])
      if page.isAtEnd { break }
      query.after = page.readUpTo
    }
    #expect(seen == [[10, 20, 25], [30, 40, 50, 50], [60, 70, 75], [80, 90, 100, 100]])
    for after in [0, 25, 75] {
      let page = try await recorder.page(NotificationQuery(after: LogPosition(id: after), limit: 100, rows: 25))
      #expect(page.notifications.map(\.id) == Array((after + 1)...(after + 25)))
      #expect(page.readUpTo.id == after + 25)
      #expect(page.isAtEnd == (after == 75))
    }
    for rows in [0, -1, .min] {
      query = NotificationQuery(after: 0, limit: .max, filter: .topics([]), rows: rows)
      #expect(try await recorder.page(query).readUpTo.id == 1, "else no follower would get on")
    }
    query = NotificationQuery(after: LogPosition(id: .min), limit: .max, filter: .topics(["Rare.x"]), rows: .max)
    #expect(try await recorder.page(query).notifications.count == 10)
    try await recorder.close()
  }

  @Test func `notices a log that was restored and grew past its follower, also where nothing is under its id`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let (file, copy) = ("\(folder)/items.sqlite", "\(folder)/copy.sqlite")
      let id = UUID()
      var recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(id, 0...2))
      try await recorder.close()
      try FileManager.default.copyItem(atPath: file, toPath: copy)
      recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(id, 3...4))
      let follower = try await recorder.newestPosition()
      try await recorder.close()

      recorder = try await SQLiteRecorder(.file(copy))
      try await recorder.append(items(id, 3...3))
      // As where an append that failed has used the id up.
      try await recorder.onWriter { try $0.execute(sql: "UPDATE sqlite_sequence SET seq = 5") }
      try await recorder.append(items(id, 4...4))
      let replaced = LogReplaced(position: follower, reason: .noItem)
      await #expect(throws: replaced) { try await recorder.page(NotificationQuery(after: follower, limit: 9)) }
      try await recorder.close()
    }
  }

  @Test func `goes on where an item was deleted, also after an epoch has begun and the file was opened again`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let file = SQLiteLocation.file("\(folder)/items.sqlite")
      let (one, two) = (UUID(), UUID())
      var recorder = try await SQLiteRecorder(file)
      try await recorder.append(items(one, 0...4))
      var fourth = LogPosition(id: 4, log: nil, digest: ItemDigest(of: item(one, 3)))
      try await recorder.append(items(two, 0...2))
      try await recorder.deleteItem(of: one, at: 4)
      try await recorder.deleteItem(of: one, at: 3)
      let newest = try await recorder.newestPosition()
      try await recorder.deleteItems(of: two)
      try await recorder.append(items(UUID(), 0...0))
      let epoch = try await recorder.beginEpoch()
      try await recorder.close()
      recorder = try await SQLiteRecorder(file)
      fourth = LogPosition(id: 4, log: epoch, digest: fourth.digest)
      for position in [fourth, LogPosition(id: 8, log: epoch, digest: newest.digest)] {
        #expect(try await recorder.page(NotificationQuery(after: position, limit: 9)).notifications.map(\.id) == [9])
      }
      try await recorder.close()
    }
  }

  @Test func `takes a deleted newest item for one that the log has had`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let id = UUID()
    try await recorder.append(items(id, 0...2))
    let newest = try await recorder.newestPosition()
    try await recorder.deleteItem(of: id, at: 2)
    let page = try await recorder.page(NotificationQuery(after: newest, limit: 9))
    #expect(page == NotificationPage(notifications: [], readUpTo: newest, isAtEnd: true))
    #expect(try await recorder.newestPosition().id == 2)
    try await recorder.close()
  }

  /// How many pages the only connection has looked at so far.
  private func pagesRead(_ recorder: SQLiteRecorder) async throws -> Int {
    try await recorder.onWriter { db in
      var (hits, most): (CInt, CInt) = (0, 0)
      sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_CACHE_HIT, &hits, &most, 0)
      return Int(hits)
    }
  }
}
