import EventSourcing
import EventSourcingSQLite
import Step5Application
import Story
import Testing

@Suite("Step 5")
struct Step5Tests {
  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told { try await Step5.tell($0, recorder: InMemoryRecorder()) }
    let sqlite = try await Story.told { try await Step5.tell($0, recorder: SQLiteRecorder(.memory)) }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  in the repository, foo = bar4"))
    #expect(sqlite.contains { $0.contains("✗") && $0.contains("was discarded at version 3") })
    #expect(sqlite.contains { $0.contains("✗") && $0.contains("Nobody stores the events of “Example”") })
  }
}
