import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("An append to several recorders of a database", .timeLimit(.minutes(5)))
struct SeveralRecordersTests {
  private static let snapshots = ItemTable(
    name: "snapshots", sequenceID: "id", position: "version", topic: "kind", data: "data", timestamp: "time")

  private let id = UUID()

  @Test func `is one transaction, with work of one's own`() async throws {
    try await withRecorders { database, events, snapshots in
      let ids = try await database.append([
        (events, request(item(id, 0), item(id, 1))), (snapshots, request(item(id, 0))), (events, request(item(id, 2))),
      ]) { db in try Totals.add(4, db) }
      #expect(ids == [[1, 2], [1], [3]])
      #expect(try await events.items(of: id) == items(id, 0...2))
      #expect(try await snapshots.items(of: id) == items(id, 0...0))
      #expect(try await Totals.total(in: database) == 4)
    }
  }

  @Test func `records all or nothing`() async throws {
    try await withRecorders { database, events, snapshots in
      try await snapshots.append(items(id, 0...0))
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 0)) {
        try await database.append([(events, request(item(id, 0))), (snapshots, request(item(id, 0)))]) { db in
          try Totals.add(1, db)
        }
      }
      #expect(try await events.items(of: id) == [])
      #expect(try await Totals.total(in: database) == 0)
    }
  }

  @Test func `refuses a recorder of another database`() async throws {
    try await withRecorders { database, events, _ in
      let stranger = try await SQLiteRecorder(.memory)
      let error = await #expect(throws: RecorderError.self) {
        try await database.append([(events, request(item(id, 0))), (stranger, request(item(id, 0)))])
      }
      #expect(error?.code == .refused)
      #expect(error?.reason.contains("another database") == true)
      #expect(try await events.items(of: id) == [])
      try await stranger.close()
    }
  }

  @Test func `refuses nothing at all, and metadata where a table has no place for it`() async throws {
    try await withRecorders { database, events, snapshots in
      await #expect(throws: InvalidAppend.empty) { try await database.append([]) }
      let told = SequencedItem(
        sequenceID: id, position: 0, topic: "T", data: Data(), timestamp: Timestamp(microseconds: 1), metadata: "{}")
      let error = await #expect(throws: RecorderError.self) {
        try await database.append([(events, request(told)), (snapshots, request(told))])
      }
      #expect(error?.code == .unstorable)
      let copy = await #expect(throws: RecorderError.self) {
        try await snapshots.replicate([ItemNotification(id: 1, item: told)])
      }
      #expect(copy?.code == .unstorable)
      let ids = try await events.append([told])
      #expect(ids == [1])
    }
  }

  private func withRecorders(
    _ body: (SQLiteDatabase, _ events: SQLiteRecorder, _ snapshots: SQLiteRecorder) async throws -> Void
  ) async throws {
    let database = try await SQLiteDatabase(.memory)
    try await Totals.make(in: database)
    try await body(database, database.recorder(), database.recorder(table: Self.snapshots))
    try await database.close()
  }
}
