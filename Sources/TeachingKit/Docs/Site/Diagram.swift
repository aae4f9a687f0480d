import Foundation

/// A Mermaid diagram, which is drawn once and kept as pictures: a site that is read without a network cannot draw it.
package struct Diagram: Hashable, Sendable {
  package let lines: [String]

  package init(lines: [String]) {
    self.lines = lines
  }

  package var source: String { lines.joined(separator: "\n") + "\n" }

  /// The names of its pictures, on a light and on a dark page.
  ///
  /// They come from the text, so a text that has changed has no picture.
  package var files: [String] {
    get throws {
      let name = try checksum(of: Data(source.utf8)).prefix(16)
      return ["diagram-\(name).svg", "diagram-\(name)~dark.svg"]
    }
  }

  /// What it shows, in words, for those who do not see it: its arrows, one after the other.
  package var description: String {
    var labels: [Substring: String] = [:]
    for line in lines {
      let nodes = /(\w+)[(\[{>]+(?:"([^"]*)"|([^"()\[\]{}]+))[)\]}]/
      for match in line.matches(of: nodes) { labels[match.1] = (match.2 ?? match.3).map(Self.plain) }
      if let match = line.firstMatch(of: /(?:participant|actor) (\w+) as (.+)/) {
        labels[match.1] = Self.plain(match.2)
      }
    }
    func name(_ node: Substring) -> String { labels[node] ?? String(node) }
    let arrows = lines.compactMap { line -> String? in
      if let match = line.firstMatch(of: /^\s*(\w+)\s*-+>*[>x)]\s*(\w+)\s*: (.+)/) {
        return "\(name(match.1)) to \(name(match.2)): \(Self.plain(match.3))"
      }
      let arrow = /^\s*(\w+).*?\s(?:--|-\.-?|==)(?:\s(.+?)\s(?:--|\.-|==))?>\s*(?:\|"?([^|"]*)"?\|\s*)?(\w+)/
      guard let match = line.firstMatch(of: arrow) else { return nil }
      let words = (match.2 ?? match.3).map(Self.plain)
      return [name(match.1), words ?? "to", name(match.4)].joined(separator: " ")
    }
    return arrows.isEmpty ? "A diagram" : arrows.joined(separator: "; ")
  }

  /// Without line breaks, and without what would end a picture's text in Markdown.
  private static func plain(_ text: Substring) -> String {
    text.replacing(/<br\s*\/?>/) { _ in ", " }.replacing("\"", with: "").replacing("[", with: "(")
      .replacing("]", with: ")").trimmed
  }
}
