import Benchmarks
import CLimits
import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Step1Events
import Testing

@Suite("The loop in C on SQLite")
struct SQLiteLimitTests {
  private static let pragmas = [
    "journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "foreign_keys", "wal_autocheckpoint",
    "page_size", "cache_size", "mmap_size", "temp_store", "auto_vacuum", "locking_mode", "journal_size_limit",
    "secure_delete", "encoding",
  ]

  @Test func `has the pragmas of the recorder's connection`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/recorder.sqlite"))
      let expected = try await recorder.onWriter { db in
        try Self.pragmas.map { try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "" }
      }
      try await recorder.close()
      let limit = try await SQLiteLimit("\(folder)/limit.sqlite")
      #expect(try Self.pragmas.map { try limit.value("PRAGMA \($0)") } == expected)
    }
  }

  @Test func `has the recorder's tables and indices`() async throws {
    try await withTemporaryFolder { folder in
      try await SQLiteRecorder(.file("\(folder)/recorder.sqlite")).close()
      _ = try await SQLiteLimit("\(folder)/limit.sqlite")
      let schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
      #expect(try rows("\(folder)/limit.sqlite", schema) == rows("\(folder)/recorder.sqlite", schema))
    }
  }

  @Test(arguments: [true, false])
  func `stores the bytes that the recorder stores`(_ together: Bool) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/recorder.sqlite"))
      try await recorder.append(sampleItems)
      try await recorder.close()
      let limit = try await SQLiteLimit("\(folder)/limit.sqlite")
      let items = LimitItems(sampleItems)
      if together { try limit.insertTogether(items) } else { try limit.insertEach(items) }
      #expect(try limit.count() == sampleItems.count)
      let all = """
        SELECT *, typeof(sequence_id), typeof(position), typeof(topic), typeof(data), typeof(timestamp)
        FROM sequenced_items ORDER BY notification_id
        """
      let stored = try rows("\(folder)/limit.sqlite", all)
      #expect(stored.count == sampleItems.count)
      #expect(try stored == rows("\(folder)/recorder.sqlite", all))
    }
  }

  @Test func `reads what is stored, in order`() async throws {
    try await withTemporaryFolder { folder in
      let limit = try await SQLiteLimit("\(folder)/limit.sqlite")
      try limit.insertTogether(LimitItems(sampleItems))
      var data: [Data] = []
      try limit.select(sampleItems[0].sequenceID) { row in
        data.append(Data(bytes: row.data, count: Int(row.data_length)))
      }
      #expect(data == sampleItems.map(\.data))
    }
  }

  @Test func `fails where a position is taken`() async throws {
    try await withTemporaryFolder { folder in
      let limit = try await SQLiteLimit("\(folder)/limit.sqlite")
      let items = LimitItems(sampleItems)
      try limit.insertTogether(items)
      #expect(throws: LimitFailed.self) { try limit.insertEach(items) }
      #expect(throws: LimitFailed.self) { try limit.insertTogether(items) }
      #expect(try limit.count() == sampleItems.count)
    }
  }

  private func rows(_ file: String, _ sql: String) throws -> [Row] {
    try DatabaseQueue(path: file).read { try Row.fetchAll($0, sql: sql) }
  }
}

/// The items of a few events of one entity.
let sampleItems: [SequencedItem] = {
  let mapper = SequencedItemMapper<DomainEvent<ExampleEvent>>()
  let id = IDGenerator.counting().next()
  let payloads: [ExampleEvent] = [.created(foo: "Zoë 🎉"), .valueChanged(name: .foo, value: "bar"), .discarded]
  return payloads.enumerated().compactMap { version, payload in
    try? mapper.item(
      from: DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: 1_700_000_000_000_000 + version),
        payload: payload))
  }
}()
