import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("The names of a table and its columns")
struct NamesTests {
  private static let tables = [
    ItemTable(
      name: "select", sequenceID: "from", position: "where", topic: "order", data: "group", timestamp: "table",
      notificationID: "index"),
    ItemTable(
      name: #"a "quoted" name"#, sequenceID: #"""#, position: "it's", topic: "`back`", data: "[brackets]",
      timestamp: "semi; colon", notificationID: "-- comment"),
    ItemTable(
      name: "events 🎉 of 2025", sequenceID: "🆔", position: "Größe", topic: "a b", data: "%", timestamp: "?1",
      notificationID: "\\"),
  ]

  @Test(arguments: tables)
  func `may be anything`(_ table: ItemTable) async throws {
    try await withTemporaryFolder { folder in
      let (id, file) = (UUID(), "\(folder)/items.sqlite")
      let first = try await SQLiteRecorder(.file(file), table: table)
      try await first.append(items(id, 0...3), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 1))
      try await first.close()

      let recorder = try await SQLiteRecorder(.file(file), table: table)
      #expect(
        try await recorder.columns() == [
          table.notificationID, table.sequenceID, table.position, table.topic, table.data, table.timestamp,
        ])
      let conflict = ConcurrencyError(sequenceID: id, position: 3)
      await #expect(throws: conflict) { try await recorder.append(items(id, 3...3)) }
      #expect(try await recorder.items(of: id) == items(id, 0...3))
      #expect(try await recorder.items(of: id, where: PositionQuery(limit: 1, order: .backwards)) == items(id, 3...3))
      #expect(try await recorder.item(of: id, at: 2) == item(id, 2))
      #expect(try await recorder.sequenceIDs(after: nil, limit: 10) == [id])
      #expect(try await recorder.notifications(after: 0, limit: 10, filter: .topics(["Sample.happened"])).count == 4)
      let renamed = item(id, 0, topic: "Sample.renamed")
      try await recorder.rewrite([Rewrite(from: item(id, 0), to: renamed)])
      #expect(try await recorder.item(of: id, at: 0) == renamed)
      #expect(try await recorder.deleteItems(of: id) == 4)
      try await recorder.close()
    }
  }

  @Test(arguments: tables)
  func `are those in the database`(_ table: ItemTable) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file), table: table)
      try await recorder.close()
      let names = try byHand(file) { db in
        try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      }
      #expect(Set(names) == [table.name, table.trackingTable, "sqlite_sequence"])
    }
  }

  @Test func `keep two tables of one file apart`() async throws {
    try await withTemporaryFolder { folder in
      let (id, file) = (UUID(), "\(folder)/items.sqlite")
      let one = try await SQLiteRecorder(.file(file))
      let two = try await SQLiteRecorder(.file(file), table: Self.tables[0])
      try await one.append(items(id, 0...2))
      #expect(try await two.items(of: id) == [])
      #expect(try await two.append(items(id, 0...0)) == [1])
      #expect(try await one.append(items(id, 3...3)) == [4])
      #expect(try await two.notifications(after: 0, limit: 10).count == 1)
      let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 5)
      try await one.append([], tracking: tracking)
      #expect(try await two.lastTracked(of: "Orders") == nil)
      try await two.append([], tracking: tracking)
      try await one.close()
      try await two.close()
    }
  }

  @Test(arguments: [
    ItemTable(name: "a\u{0}b", sequenceID: "s", position: "p", topic: "t", data: "d", timestamp: "m"),
    ItemTable(name: "a", sequenceID: "s\u{0}", position: "p", topic: "t", data: "d", timestamp: "m"),
    ItemTable(name: "a", sequenceID: "s", position: "S", topic: "t", data: "d", timestamp: "m"),
    ItemTable(name: "", sequenceID: "s", position: "p", topic: "t", data: "d", timestamp: "m"),
    ItemTable(name: "a", sequenceID: "", position: "p", topic: "t", data: "d", timestamp: "m"),
  ])
  func `must be there, differ, and have no NUL`(_ table: ItemTable) async throws {
    let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.memory, table: table).close() }
    #expect(error?.code == .invalidName)
  }

  @Test(arguments: ["sqlite_x", "SQLite_items", "sqlite_sequence"])
  func `are not those that SQLite keeps to itself`(_ name: String) async throws {
    for table in [Self.named(name), Self.named("items", tracking: name)] {
      let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.memory, table: table).close() }
      #expect(error?.code == .invalidName)
    }
  }

  private static func named(_ name: String, tracking: String? = nil) -> ItemTable {
    ItemTable(
      name: name, sequenceID: "s", position: "p", topic: "t", data: "d", timestamp: "m", trackingTable: tracking)
  }

  @Test(arguments: ["", "a\u{0}b.sqlite"])
  func `of a file must be there and have no NUL`(_ path: String) async throws {
    let error = await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(path)).close() }
    #expect(error?.code == .invalidName)
    #expect(!FileManager.default.fileExists(atPath: "a"))
  }

  @Test(arguments: ["file:items.sqlite?mode=memory", ":memory:"])
  func `of a file are names of a file, whatever they look like`(_ name: String) async throws {
    try await withTemporaryFolder { folder in
      let answer = try await appended(to: name, in: folder)
      #expect(answer == "1")
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
    }
  }
}
