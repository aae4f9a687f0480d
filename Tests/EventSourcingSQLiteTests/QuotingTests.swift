import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import ProcessSupport
import Testing

@Suite("A name with quotes in it", .timeLimit(.minutes(5)))
struct QuotingTests {
  /// Each leads out of the quotes where one of them is not doubled.
  private static let injections = [
    "x\u{0600}\" (a); DROP TABLE canary; --", "x\"\u{301} (a); DROP TABLE canary; --",
    "x\"\u{200D}; DROP TABLE canary; --", "\u{1F1E9}\"\u{FE0F}; DROP TABLE canary; --",
  ]

  @Test(arguments: injections)
  func `is a name and nothing else, whatever stands beside them`(_ name: String) async throws {
    try await expectUsable([name, "\(name)2", "\(name)3", "\(name)4", "\(name)5", "\(name)6", "\(name)7", "\(name)8"])
  }

  @Test func `is a name and nothing else, whatever it is`() async throws {
    var random = SeededGenerator(seed: 4_711)
    let scalars: [Unicode.Scalar] = [
      "\"", "\"", "\"", "'", "`", "[", "]", ";", "-", "\\", " ", "a", "\u{0600}", "\u{06DD}", "\u{301}", "\u{200D}",
      "\u{FE0F}", "\u{1F1E9}", "\u{D}", "\u{A}", "\u{1100}", "\u{AC00}", "\u{E0001}",
    ]
    for round in 0..<100 {
      let names = (0..<8).map { number in
        var name = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...6, using: &random) { name.append(scalars.randomElement(using: &random) ?? "a") }
        return "\(round)-\(number)" + String(name) + "; DROP TABLE canary; --"
      }
      try await expectUsable(names)
    }
  }

  private func expectUsable(_ names: [String]) async throws {
    let database = try await SQLiteDatabase(.memory)
    try await database.append([]) { db in try db.execute(sql: "CREATE TABLE canary (song TEXT)") }
    let table = ItemTable(
      name: names[0], sequenceID: names[1], position: names[2], topic: names[3], data: names[4], timestamp: names[5],
      metadata: names[6], notificationID: names[7])
    let recorder = try await database.recorder(table: table)
    let id = UUID()
    try await recorder.append(items(id, 0...2), tracking: TrackingRecord(upstream: names[0], from: 0, to: 1))
    try await recorder.rewrite([Rewrite(from: item(id, 1), to: item(id, 1, topic: names[3]))])
    let (prefix, query) = (names[3], NotificationQuery(after: 0, limit: 9, filter: .storedNames([names[4]])))
    #expect(try await recorder.page(query).notifications == [])
    #expect(try await recorder.notifications(after: 0, limit: 9, filter: .topics([prefix])).map(\.id) == [2])
    #expect(try await recorder.lastTracked(of: names[0])?.id == 1)
    #expect(try await recorder.columns().map { Array($0.utf8) } == [7, 1, 2, 3, 4, 5, 6].map { Array(names[$0].utf8) })
    #expect(try await recorder.deleteItem(of: id, at: 2))
    let tables = try await database.read { db in
      try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'")
    }
    let expected = ["canary", table.name, table.trackingTable]
    #expect(Set(tables.map { Array($0.utf8) }) == Set(expected.map { Array($0.utf8) }))
    try await database.close()
  }

  @Test func `of a file is one whose first bytes say otherwise`() async throws {
    try await withTemporaryFolder { folder in
      // With a mark behind it, the colon is none to Swift; SQLite takes the name for an address all the same.
      let name = "file:\u{301}\(UUID().uuidString).sqlite?mode=memory"
      let answer = try await appended(to: name, in: folder)
      #expect(answer == "1")
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
    }
  }
}
