import ProcessSupport
import Testing

@Suite("kit docs")
struct DocsCommandTests {
  @Test func `tells authors how to bind a fence`() async throws {
    let result = try await run("kit", ["docs", "--help"])
    #expect(result.ending == .exited(0))
    for words in ["<!-- code: ", "<!-- output: ", "<!-- console -->", "<!-- fails: ", "<!-- message -->"] {
      #expect(result.output.contains { $0.contains(words) }, "\(words)")
    }
  }

  @Test func `refuses a page that is not there`() async throws {
    let result = try await run("kit", ["docs", "--check", "Tutorials/0-nothing.md"])
    #expect(result.ending == .exited(64))
    #expect(result.errors.contains { $0.contains("There is no page Tutorials/0-nothing.md") })
  }
}
