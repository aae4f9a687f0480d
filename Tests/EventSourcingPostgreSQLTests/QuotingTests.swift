import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Names in PostgreSQL", .timeLimit(.minutes(5)))
struct QuotingTests {
  /// Signs that make one character of a quote and what is beside it.
  private static let parts = [
    "\"", "'", "\u{301}", "\u{600}", "\u{200D}", "\u{1F3FB}", "\u{FE0F}", "\\", ";", " ", "a", "É", "--", "$1", "%",
  ]

  @Test func `do nothing but name, whatever is in them`() async throws {
    var random = SystemRandomNumberGenerator()
    try await withSchema { server, schema in
      try await byHand(server, "CREATE SCHEMA \(schema); CREATE TABLE \(schema).canary (n int)")
      let attack = "DROP TABLE \(schema).canary"
      for round in 0..<40 {
        func name(_ number: Int) -> String {
          let chosen = (0..<5).map { _ in Self.parts.randomElement(using: &random) ?? "a" }.joined()
          return "\(number)\(chosen)"
        }
        let injected = round.isMultiple(of: 2) ? "\u{600}\"; \(attack); --" : "'\u{301}'; \(attack); --"
        let table = ItemTable(
          name: String(decoding: "t\(round)\(name(0))".utf8.prefix(20), as: UTF8.self).replacing("\u{FFFD}", with: ""),
          sequenceID: name(1), position: name(2), topic: name(3), data: name(4), timestamp: name(5), metadata: name(6),
          notificationID: injected.utf8.count < 64 ? injected : name(7))
        let (recorder, id) = (try await PostgreSQLRecorder(server, schema: schema, table: table), UUID())
        try await recorder.append(
          items(id, 0...1), tracking: TrackingRecord(upstream: injected, from: 0, to: LogPosition(id: 1)))
        try await recorder.append(items(id, 2...2))
        #expect(try await recorder.items(of: id) == items(id, 0...2))
        #expect(try await recorder.lastTracked(of: injected) == 1)
        #expect(try await recorder.columns().map { Array($0.utf8) } == table.columnsInOrder.map { Array($0.utf8) })
        try await recorder.close()
      }
      #expect(try await byHand(server, "SELECT count(*) FROM \(schema).canary") == ["0"])
    }
  }

  /// To Swift they are one name.
  @Test func `are compared byte for byte, also on connections that are shared`() async throws {
    func table(_ name: String) -> ItemTable {
      ItemTable(name: name, sequenceID: "s", position: "p", topic: "t", data: "d", timestamp: "m")
    }
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      let composed = try await database.recorder(schema: schema, table: table("Caf\u{E9}"))
      let decomposed = try await database.recorder(schema: schema, table: table("Cafe\u{301}"))
      let id = UUID()
      try await composed.append(items(id, 0...1))
      try await decomposed.append(items(id, 0...0))
      #expect(try await composed.items(of: id).count == 2)
      #expect(try await decomposed.items(of: id).count == 1)
      try await database.close()
    }
  }
}

extension ItemTable {
  fileprivate var columnsInOrder: [String] {
    [notificationID, sequenceID, position, topic, data, timestamp] + (metadata.map { [$0] } ?? [])
  }
}
