import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("What maintenance of PostgreSQL refuses, and who is told of it", .timeLimit(.minutes(5)))
struct DeletionTests {
  @Test func `deletes no first item while others follow it`() async throws {
    try await withSchema { server, schema in
      let (recorder, id, log) = (try await PostgreSQLRecorder(server, schema: schema), UUID(), UUID())
      try await recorder.append(items(id, 0...1))
      try await recorder.append(items(log, 5...6), kind: .timed)
      await #expect(throws: DeletionError.firstOfMany(sequenceID: id)) {
        try await recorder.deleteItem(of: id, at: 0)
      }
      #expect(try await !recorder.deleteItem(of: log, at: 0))
      #expect(try await recorder.items(of: id) == items(id, 0...1))
      #expect(try await recorder.deleteItem(of: id, at: 1))
      #expect(try await recorder.deleteItem(of: id, at: 0))
      #expect(try await !recorder.deleteItem(of: id, at: 0))
      try await recorder.close()
    }
  }

  /// The append has inserted, and its commit waits for the hand.
  @Test func `deletes no first item that another follows at the same moment`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let (other, id) = (try await PostgreSQLRecorder(server, schema: schema), UUID())
      try await recorder.append(items(id, 0...0))
      try await withHand(server) { hand in
        try await hand.run(
          """
          BEGIN;
          INSERT INTO \(schema).sequenced_items (sequence_id, position, topic, data, timestamp)
            VALUES ('\(id)', 1, 'x', '', 0)
          """)
        let deletion = Task { try await recorder.deleteItem(of: id, at: 0) }
        try await until(
          server,
          "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = '\(schema)' AND wait_event_type = 'Lock'")
        try await hand.run("COMMIT")
        await #expect(throws: DeletionError.firstOfMany(sequenceID: id)) { try await deletion.value }
      }
      #expect(try await other.items(of: id).map(\.position) == [0, 1])
      try await other.close()
      try await recorder.close()
    }
  }

  @Test func `is known to all recorders of a table`() async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server)
      let notes = ItemTable(name: "notes", sequenceID: "s", position: "p", topic: "t", data: "d", timestamp: "m")
      let (one, two, third) = (
        try await database.recorder(schema: schema), try await database.recorder(schema: schema),
        try await database.recorder(schema: schema, table: notes)
      )
      let id = UUID()
      try await one.append(items(id, 0...0))
      let before = one.changesOfThePast
      try await two.rewrite([Rewrite(from: item(id, 0), to: item(id, 0, topic: "Sample.renamed"))])
      #expect(one.changesOfThePast == before + 1)
      #expect(two.changesOfThePast == one.changesOfThePast)
      #expect(try await database.recorder(schema: schema).changesOfThePast == before + 1)
      #expect(third.changesOfThePast == 0)
      try await database.close()
    }
  }

  @Test func `tracks no upstream without a name, nor a position before the beginning`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      for (upstream, position) in [("", LogPosition(id: 7)), ("", nil), ("Orders", LogPosition(id: -5))] {
        let refusal = InvalidAppend.impossibleTracking(
          TrackingRecord(upstream: upstream, from: 0, to: position ?? .beginning))
        await #expect(throws: refusal) { try await recorder.resetTracking(of: upstream, to: position) }
      }
      await #expect(throws: InvalidAppend.nulInName) { try await recorder.resetTracking(of: "a\u{0}", to: 7) }
      #expect(try await recorder.lastTracked(of: "Orders") == nil)
      try await recorder.close()
    }
  }

  @Test func `gives a log that has lost its identity another one`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(server, "DELETE FROM \(schema).sequenced_items_tracking")
      let new = try await recorder.beginEpoch()
      #expect(try await recorder.newestPosition().log == new)
      try await recorder.close()
    }
  }

  @Test func `is not begun by a task that was cancelled`() async throws {
    try await withSchema { server, schema in
      let (recorder, id) = (try await PostgreSQLRecorder(server, schema: schema), UUID())
      try await recorder.append(items(id, 0...0))
      let before = try await recorder.newestPosition()
      let maintenance: [@Sendable () async throws -> Void] = [
        { _ = try await recorder.deleteItem(of: id, at: 0) }, { _ = try await recorder.deleteItems(of: id) },
        { try await recorder.rewrite([Rewrite(from: item(id, 0), to: item(id, 0, topic: "Other"))]) },
        { _ = try await recorder.beginEpoch() }, { try await recorder.resetTracking(of: "Orders", to: 7) },
      ]
      for change in maintenance {
        let task = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          try await change()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
      }
      #expect(try await recorder.items(of: id) == items(id, 0...0))
      #expect(try await recorder.newestPosition() == before)
      #expect(try await recorder.lastTracked(of: "Orders") == nil)
      try await recorder.close()
    }
  }
}
