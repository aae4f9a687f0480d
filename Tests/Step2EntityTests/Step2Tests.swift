import Step2Entity
import Story
import Testing

@Suite("Step 2")
struct Step2Tests {
  @Test func `tells that the replayed entity is equal, and that a discarded one refuses`() async throws {
    let lines = try await Story.told { try await Step2.tell($0) }
    #expect(lines.contains("  the replayed entity == the entity: true"))
    #expect(lines.contains("  the example is discarded: true, the copy: false"))
    #expect(lines.contains { $0.contains("✗") && $0.contains("takes no more commands") })
    #expect(lines.last == "  events published: 3")
  }
}
