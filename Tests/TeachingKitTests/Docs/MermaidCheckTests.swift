import TeachingKit
import Testing

@Suite("The check of diagrams")
struct MermaidCheckTests {
  @Test func `finds nothing wrong with diagrams that can be drawn`() {
    let flowchart = [
      "", "%% (a comment", "flowchart TB", "  a([One]) -- \"text (\" --> b[(Two)]", "  subgraph s", "  end",
    ]
    #expect(MermaidCheck.problems(in: flowchart).isEmpty)
    let sequence = ["sequenceDiagram", "  A->>B: smile :)", "  alt yes", "  B-->>A: ok", "  end"]
    #expect(MermaidCheck.problems(in: sequence).isEmpty)
  }

  @Test(
    arguments: [
      ([], 0), (["flowchat TB"], 0), (["flowchart TB", "  a[One --> b"], 1), (["flowchart TB", "  a[One) --> b"], 1),
      (["flowchart TB", "  a[\"One] --> b"], 1), (["flowchart TB", "  subgraph s", "  a"], 1),
      (["sequenceDiagram", "  end"], 1),
    ])
  func `finds what cannot be drawn, with its line`(lines: [String], line: Int) {
    #expect(MermaidCheck.problems(in: lines).map(\.line) == [line])
  }
}
