import EventSourcing
import EventSourcingSQLite
import Step4Repository
import Story
import Testing

@Suite("Step 4")
struct Step4Tests {
  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told { try await Step4.tell($0, recorder: InMemoryRecorder()) }
    let sqlite = try await Story.told { try await Step4.tell($0, recorder: SQLiteRecorder(.memory)) }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  foo = bar3, version 3"))
    #expect(sqlite.contains("  at version 1: foo = bar1"))
    #expect(sqlite.filter { $0.contains("✗") }.count == 3)
  }
}
