import EventSourcing
import EventSourcingSQLite
import Step3Store
import Story
import Testing

@Suite("Step 3")
struct Step3Tests {
  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told { try await Step3.tell($0, recorder: InMemoryRecorder()) }
    let sqlite = try await Story.told { try await Step3.tell($0, recorder: SQLiteRecorder(.memory)) }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  the stored events == the received ones: true"))
    #expect(sqlite.last == "  items stored: 2")
  }
}
