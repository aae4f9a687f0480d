import EventSourcing
import EventSourcingSQLite
import Foundation
import Step11Notifications
import Story
import Testing

@Suite("Step 11", .timeLimit(.minutes(1)))
struct Step11Tests {
  @Test func `tells the same story in memory and on SQLite, also where another was told before`() async throws {
    let memory = try await Story.told { try await Step11.tell($0, recorder: InMemoryRecorder()) }
    let recorder = try await SQLiteRecorder(.memory)
    let sqlite = try await Story.told { try await Step11.tell($0, recorder: recorder) }
    #expect(memory == sqlite)
    let other = InMemoryRecorder()
    try await other.append([
      SequencedItem(sequenceID: UUID(), position: 0, topic: "Other.story", data: Data(), timestamp: .now)
    ])
    #expect(try await Story.told { try await Step11.tell($0, recorder: other) } == memory)
    #expect(memory.contains("  position: 5, lines: 5"))
    #expect(memory.contains("  caught up at 7"))
  }
}
