import Foundation

/// Looks for what a Mermaid diagram cannot be drawn with, as far as can be told without drawing it.
package enum MermaidCheck {
  private static let types: Set = [
    "flowchart", "graph", "sequenceDiagram", "classDiagram", "stateDiagram", "stateDiagram-v2", "erDiagram", "journey",
    "gantt", "pie", "quadrantChart", "requirementDiagram", "gitGraph", "mindmap", "timeline", "block-beta",
  ]

  /// What opens a block that a line `end` closes.
  private static let blocks: Set = ["subgraph", "alt", "opt", "loop", "par", "critical", "break", "rect", "box"]

  /// Problems by the line in the diagram, counted from 0.
  package static func problems(in lines: [String]) -> [(line: Int, text: String)] {
    let content = lines.enumerated().filter { !$0.element.trimmed.isEmpty && !$0.element.trimmed.hasPrefix("%%") }
    guard let first = content.first else { return [(0, "This diagram is empty.")] }
    let type = first.element.trimmed.split(separator: " ").first.map(String.init) ?? ""
    guard types.contains(type) else {
      return [(first.offset, "“\(type)” is no kind of Mermaid diagram: begin with flowchart, sequenceDiagram or so.")]
    }
    var problems: [(line: Int, text: String)] = []
    var open: [Int] = []
    for (index, line) in content.dropFirst() {
      let words = line.trimmed.split(separator: " ")
      if let word = words.first, blocks.contains(String(word)) { open.append(index) }
      if words == ["end"], open.popLast() == nil { problems.append((index, "Nothing is open that this “end” closes.")) }
      // In other diagrams, what stands after a colon is free text.
      if ["flowchart", "graph"].contains(type), let bracket = unbalanced(in: line) {
        problems.append((index, "“\(bracket)” has no partner on this line. Put text with brackets in it in quotes."))
      }
    }
    return problems + open.map { ($0, "What is opened here has no line “end”.") }
  }

  /// The first bracket or quote without its partner.
  private static func unbalanced(in line: String) -> Character? {
    let partners: [Character: Character] = [")": "(", "]": "[", "}": "{"]
    var open: [Character] = []
    var isQuoted = false
    for character in line {
      if character == "\"" { isQuoted.toggle() }
      guard !isQuoted else { continue }
      if partners.values.contains(character) { open.append(character) }
      if let partner = partners[character], open.popLast() != partner { return character }
    }
    return isQuoted ? "\"" : open.last
  }
}
