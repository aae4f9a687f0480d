import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step12Projections
import Story
import Synchronization
import Testing

@Suite("Step 12", .timeLimit(.minutes(1)))
struct Step12Tests {
  private static func inMemory(_ recorder: InMemoryRecorder = InMemoryRecorder()) async throws -> [String] {
    try await Story.told { story in
      let view = try InMemoryView("examples", InMemoryExampleList())
      try await Step12.tell(story, recorder: recorder, view: view)
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
    let (recorder, view) = try await (database.recorder(), SQLiteView("examples", in: database))
    try await Step12.tell(story, recorder: recorder, view: view)
    return lines.withLock { $0 }
  }

  @Test func `tells the same story in memory and on SQLite`() async throws {
    let database = try await SQLiteDatabase(.memory)
    let memory = try await Self.inMemory()
    #expect(try await Self.onSQLite(database) == memory)
    try await database.close()
    #expect(memory.contains("  version 1, up to 3, behind by 0"))
    #expect(memory.contains("  asked 4 times, answered 4 times"))
    #expect(memory.contains("  still parked: 0"))
  }

  @Test func `tells the same story again on a database that lasts`() async throws {
    try await withTemporaryFolder { folder in
      let database = try await SQLiteDatabase(.file("\(folder)/steps.sqlite"))
      let first = try await Self.onSQLite(database)
      #expect(try await Self.onSQLite(database, run: 1) == first)
      try await database.close()
    }
  }

  @Test func `tells the same story where another was told before`() async throws {
    let recorder = InMemoryRecorder()
    try await recorder.append([
      SequencedItem(sequenceID: UUID(), position: 0, topic: "Example.other", data: Data(), timestamp: .now)
    ])
    #expect(try await Self.inMemory(recorder) == Self.inMemory())
  }
}
