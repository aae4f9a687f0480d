import EventSourcing
import EventSourcingSQLite
import Foundation
import Step10Snapshots
import Story
import Testing

@Suite("Step 10", .timeLimit(.minutes(1)))
struct Step10Tests {
  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told {
      try await Step10.tell($0, recorder: InMemoryRecorder(), snapshots: InMemoryRecorder())
    }
    let sqlite = try await Story.told { story in
      let database = try await SQLiteDatabase(.memory)
      try await Step10.tell(
        story, recorder: try await database.recorder(), snapshots: try await database.recorder(table: .snapshots))
      try await database.close()
    }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  7        2, 4, 6"))
    #expect(sqlite.contains("  events read: 2"))
    #expect(sqlite.contains("  version 8, has a state: false"))
  }
}
