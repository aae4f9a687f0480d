package import Foundation

/// A page of Markdown, taken apart as far as its checks need.
package struct MarkdownPage: Sendable {
  /// Where it is, from the top of the repository: `Tutorials/1-events.md`.
  package let path: String

  /// Its lines, without their ends.
  package let lines: [String]

  package let fences: [Fence]
  package let comments: [MarkdownComment]
  package let headings: [Heading]

  /// What is neither fence nor comment, a paragraph or heading each.
  package let prose: [Prose]

  /// What could not be read as it was surely meant.
  package let problems: [Problem]

  /// Lines of text that belong together: a link may go over the end of a line.
  package struct Prose: Equatable, Sendable {
    /// The first line, counted from 1.
    package let line: Int
    package let text: String
  }

  package struct Heading: Equatable, Sendable {
    package let line: Int

    /// What stands after the number signs, as written.
    package let text: String
  }

  package init(path: String, text: String) {
    var reader = MarkdownReader(path: path, lines: text.components(separatedBy: "\n"))
    reader.readAll()
    self.path = path
    lines = reader.lines
    fences = reader.fences
    comments = reader.comments
    headings = reader.headings
    prose = reader.prose
    problems = reader.problems
  }

  /// Reads a page of the repository at a folder.
  ///
  /// - Throws: What Foundation throws if it cannot be read as UTF-8.
  package init(path: String, in folder: URL) throws {
    try self.init(path: path, text: String(contentsOf: folder.appending(path: path), encoding: .utf8))
  }

  /// The page's text with other lines in some of its fences, and in other places.
  ///
  /// - Parameters:
  ///   - contents: By the fence's line.
  ///   - replacements: By the lines that they replace, counted from 0, none of which are in a fence.
  package func text(withContents contents: [Int: [String]], replacing replacements: [Range<Int>: [String]] = [:])
    -> String
  {
    var replacements = replacements
    for fence in fences {
      guard let content = contents[fence.line] else { continue }
      let lines = fence.line..<(fence.line + fence.content.count)
      replacements[lines] = content.map { $0.isEmpty ? "" : fence.indentation + $0 }
    }
    var lines = lines
    for (range, content) in replacements.sorted(by: { $0.key.lowerBound > $1.key.lowerBound }) {
      lines.replaceSubrange(range, with: content)
    }
    return lines.joined(separator: "\n")
  }
}
