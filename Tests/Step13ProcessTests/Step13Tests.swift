import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step13Process
import Story
import Synchronization
import Testing

@Suite("Step 13", .timeLimit(.minutes(1)))
struct Step13Tests {
  private static func inMemory() async throws -> [String] {
    try await Story.told { story in
      try await Step13.tell(story, orders: InMemoryRecorder(), payments: InMemoryRecorder())
    }
  }

  /// - Parameter run: What the ids begin with, so that those of two runs differ.
  private static func onSQLite(_ database: SQLiteDatabase, run: UInt8 = 0) async throws -> [String] {
    let counting = IDGenerator.counting()
    let ids = IDGenerator {
      var bytes = counting.next().uuid
      bytes.0 = run
      return UUID(uuid: bytes)
    }
    let lines = Mutex<[String]>([])
    let story = Story(ids: ids) { line in lines.withLock { $0.append(line) } }
    let tables = ["orders", "payments"].map { name in
      ItemTable(
        name: name, sequenceID: "sequence_id", position: "position", topic: "topic", data: "data",
        timestamp: "timestamp", metadata: "metadata")
    }
    let (orders, payments) = try await (database.recorder(table: tables[0]), database.recorder(table: tables[1]))
    try await Step13.tell(story, orders: orders, payments: payments)
    return lines.withLock { $0 }
  }

  @Test func `tells the same story in memory and on SQLite`() async throws {
    let database = try await SQLiteDatabase(.memory)
    let memory = try await Self.inMemory()
    #expect(try await Self.onSQLite(database) == memory)
    try await database.close()
    #expect(memory.contains("  the bank was asked 1 time, and has taken money 1 time"))
    #expect(memory.contains("  the bank has taken money for 4 orders"))
    #expect(memory.contains("  asked 2 times, taken 1 time"))
    #expect(memory.contains("  still set aside: 0"))
  }

  @Test func `tells the same story again on a database that lasts`() async throws {
    try await withTemporaryFolder { folder in
      let database = try await SQLiteDatabase(.file("\(folder)/steps.sqlite"))
      let first = try await Self.onSQLite(database)
      #expect(try await Self.onSQLite(database, run: 1) == first)
      try await database.close()
    }
  }

  @Test(arguments: 1...20)
  func `takes the money for each order once, whichever instance comes first`(_ round: Int) async throws {
    #expect(try await Self.inMemory().contains("  the bank has taken money for 4 orders"))
  }
}
