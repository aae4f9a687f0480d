import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("The durability of an SQLite database")
struct DurabilityTests {
  @Test(arguments: [
    (SQLiteOptions(), 2), (SQLiteOptions(synchronous: .full), 2), (SQLiteOptions(synchronous: .normal), 1),
  ])
  func `is in force on the connection that writes`(_ options: SQLiteOptions, _ synchronous: Int) async throws {
    try await withTemporaryFolder { folder in
      // A new database, and one that is there already: they are opened in different ways.
      for _ in 1...2 {
        let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"), options: options)
        try await recorder.append(items(UUID(), 0...0))
        #expect(try await recorder.onWriter { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == synchronous)
        #expect(try await recorder.onWriter { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try await recorder.close()
      }
    }
  }

  @Test func `outlasts the recorder`() async throws {
    try await withTemporaryFolder { folder in
      let id = UUID()
      let first = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      try await first.append(items(id, 0...2), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 5))
      try await first.close()
      let second = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      #expect(try await second.items(of: id) == items(id, 0...2))
      #expect(try await second.notifications(after: 0, limit: 10).map(\.id) == [1, 2, 3])
      #expect(try await second.lastTracked(of: "Orders")?.id == 5)
      #expect(try await second.append(items(id, 3...3)) == [4])
      try await second.close()
    }
  }

  @Test func `never gives a notification id again, not even after a restart`() async throws {
    try await withTemporaryFolder { folder in
      let id = UUID()
      let first = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      try await first.append(items(id, 0...2))
      try await first.deleteItems(of: id)
      try await first.close()
      let second = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      #expect(try await second.append(items(id, 0...0)) == [4])
      try await second.close()
    }
  }

  @Test func `is nothing that memory has`() async throws {
    let (one, other) = (try await SQLiteRecorder(.memory), try await SQLiteRecorder(.memory))
    try await one.append(items(UUID(), 0...2))
    #expect(try await other.notifications(after: 0, limit: 10) == [])
    try await one.close()
    try await other.close()
  }
}
