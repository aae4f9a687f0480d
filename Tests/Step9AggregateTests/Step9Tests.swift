import EventSourcing
import EventSourcingSQLite
import Step9Aggregate
import Story
import Testing

@Suite("Step 9")
struct Step9Tests {
  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told { try await Step9.tell($0, recorder: InMemoryRecorder()) }
    let sqlite = try await Story.told { try await Step9.tell($0, recorder: SQLiteRecorder(.memory)) }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  still pending in the second copy: 2"))
    #expect(sqlite.contains("  before the save, the repository contains it: true"))
    #expect(sqlite.contains("  after the save: false"))
  }
}
