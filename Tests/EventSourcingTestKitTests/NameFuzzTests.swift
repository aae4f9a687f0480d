import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import PostgreSQLSupport
import ProcessSupport
import Testing

/// Names of whatever characters, with what would be an attack where they are cut by characters.
///
/// Each run has another seed; a failure names it.
@Suite("Any names", .timeLimit(.minutes(5)))
struct NameFuzzTests {
  private static let rounds = 40

  @Test(arguments: Backend.allCases, [UInt64.random(in: .min ... .max)])
  func `of topics and upstreams are told apart by their bytes`(_ backend: Backend, _ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    try await backend.withRecorder { recorder, _ in
      for round in 1...Self.rounds {
        try await expectTopicsAndUpstreams(in: recorder, "\(round)", &random)
      }
      try await recorder.close()
    }
  }

  @Test(arguments: [UInt64.random(in: .min ... .max)])
  func `of tables and columns on SQLite are names, and nothing else`(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = try await SQLiteDatabase(.memory)
    try await database.append([]) { db in try db.execute(sql: "CREATE TABLE canary (song TEXT)") }
    for round in 1...Self.rounds {
      let table = Self.table(round, "DROP TABLE canary", &random)
      let recorder = try await database.recorder(table: table)
      try await expectTopicsAndUpstreams(in: recorder, "\(round)", &random)
      #expect(try await recorder.columns().map(bytes) == columns(of: table).map(bytes))
      try await recorder.close()
    }
    let tables = try await database.read { db in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master") }
    #expect(tables.contains("canary"))
    try await database.close()
  }

  @Test(arguments: [UInt64.random(in: .min ... .max)])
  func `of schemas, tables and columns on PostgreSQL are names, and nothing else`(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    try await withSchema { server, schema in
      try await byHand(server, "CREATE SCHEMA \(schema); CREATE TABLE \(schema).canary (song text)")
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      for round in 1...Self.rounds {
        let attack = "DROP TABLE \(schema).canary"
        let table = Self.table(round, attack, &random)
        // A schema of any name is left behind, so there are few.
        let other = round % 20 == 0 ? Self.name("s\(round)", attack, &random) : schema
        let recorder = try await database.recorder(schema: other, table: table)
        try await expectTopicsAndUpstreams(in: recorder, "\(round)", &random)
        #expect(try await recorder.columns().map(bytes) == columns(of: table).map(bytes))
        try await recorder.close()
        if other != schema {
          let quoted = other.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
          try await byHand(server, "DROP SCHEMA \"\(String(decoding: quoted, as: UTF8.self))\" CASCADE")
        }
      }
      #expect(try await byHand(server, "SELECT count(*) FROM \(schema).canary") == ["0"])
      try await database.close()
    }
  }

  private func expectTopicsAndUpstreams(
    in recorder: any Recorder, _ start: String, _ random: inout SeededGenerator
  ) async throws {
    let name = Self.name(start, "DROP TABLE canary", &random)
    // To Swift they are one name, unless nothing in it is composed.
    let names = [name, name + "\u{E9}", name + "e\u{301}"]
    for name in names {
      let topic = name + ".happened"
      let item = SequencedItem(
        sequenceID: UUID(), position: 0, topic: topic, data: Data(name.utf8), timestamp: Timestamp(microseconds: 1))
      let ids = try await recorder.append([item], tracking: TrackingRecord(upstream: name, from: 0, to: 7))
      for filter in [TopicFilter.topics([topic]), .storedNames([name])] {
        let found = try await recorder.notifications(after: 0, limit: 9, filter: filter)
        #expect(found.map(\.id) == ids, "\(name.unicodeScalars.map(\.value))")
        #expect(found.map { bytes($0.item.topic) } == [bytes(topic)])
      }
      #expect(try await recorder.lastTracked(of: name)?.id == 7)
    }
  }

  private static func table(_ round: Int, _ attack: String, _ random: inout SeededGenerator) -> ItemTable {
    let names = (0..<8).map { name("\(round)-\($0)", attack, &random) }
    return ItemTable(
      name: names[0], sequenceID: names[1], position: names[2], topic: names[3], data: names[4], timestamp: names[5],
      metadata: names[6], notificationID: names[7], trackingTable: name("\(round)-t", attack, &random))
  }

  /// A name of at most 63 bytes, as PostgreSQL has them.
  private static func name(_ start: String, _ attack: String, _ random: inout SeededGenerator) -> String {
    var name = String.UnicodeScalarView(start.unicodeScalars)
    // What makes one character with a quote beside it, and anything else.
    let marks: [Unicode.Scalar] = [
      "\"", "\"", "\"", "'", "'", "\\", "\u{301}", "\u{600}", "\u{200D}", "\u{FE0F}", "\u{1F1E9}", "\r",
    ]
    for _ in 0..<Int.random(in: 2...8, using: &random) {
      if Bool.random(using: &random) {
        name.append(marks.randomElement(using: &random) ?? "\"")
      } else if let any = Unicode.Scalar(UInt32.random(in: 1...0x10_FFFF, using: &random)) {
        name.append(any)
      }
    }
    let whole = String(name) + "; \(attack); --"
    if whole.utf8.count <= 63 { return whole }
    return String(name)
  }

  private func columns(of table: ItemTable) -> [String] {
    [table.notificationID, table.sequenceID, table.position, table.topic, table.data, table.timestamp]
      + (table.metadata.map { [$0] } ?? [])
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
