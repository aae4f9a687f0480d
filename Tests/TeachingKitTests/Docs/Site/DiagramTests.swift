import TeachingKit
import Testing

@Suite("A diagram")
struct DiagramTests {
  @Test(
    arguments: [
      (
        ["flowchart TB", #"  c([a command]) -- changes --> e["Entity (2)<br>or Aggregate (9)"]"#, "  e --> c"],
        "a command changes Entity (2), or Aggregate (9); Entity (2), or Aggregate (9) to a command"
      ),
      (
        ["flowchart LR", "  s[Store] -->|keeps in| d[(SQLite, memory)]", "  s -. reads .-> d"],
        "Store keeps in SQLite, memory; Store reads SQLite, memory"
      ),
      (
        ["sequenceDiagram", "  participant p as Publisher", "  p->>bus: publish(event)", "  bus-->>p: done"],
        "Publisher to bus: publish(event); bus to Publisher: done"
      ),
      (["pie", "  \"a\" : 1"], "A diagram"),
    ])
  func `tells its arrows in words`(lines: [String], words: String) {
    #expect(Diagram(lines: lines).description == words)
  }

  @Test func `has pictures of another name when its text changes`() throws {
    let files = try Diagram(lines: ["flowchart LR", "  a --> b"]).files
    #expect(try Diagram(lines: ["flowchart LR", "  a --> b"]).files == files)
    #expect(try Set(Diagram(lines: ["flowchart LR", "  a --> c"]).files).isDisjoint(with: files))
    #expect(files[1] == files[0].replacing(".svg", with: "~dark.svg"))
  }
}
