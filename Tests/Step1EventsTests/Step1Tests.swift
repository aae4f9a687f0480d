import Step1Events
import Story
import Testing

@Suite("Step 1")
struct Step1Tests {
  @Test func `tells who heard what, in order, and that a failing subscriber stops the publish`() async throws {
    let lines = try await Story.told { try await Step1.tell($0) }
    let heard = lines.filter { $0.contains("subscriber:") || $0.contains("subscriber (") }
    #expect(heard.prefix(2).map { $0.split(separator: " ").first } == ["first", "second"])
    #expect(heard.filter { $0.contains("third") && $0.contains("[0, 1, 2]") }.count == 1)
    #expect(lines.last == "  ✗ The subscriber is unwell.")
    #expect(!lines.contains { $0.contains("nobody gets this far") })
  }

  @Test func `is the same on every run`() async throws {
    let first = try await Story.told { try await Step1.tell($0) }
    let second = try await Story.told { try await Step1.tell($0) }
    #expect(first == second)
  }
}
