import Foundation

/// A page of Markdown as DocC wants its articles.
///
/// Comments go, links lead to articles and to the reference, diagrams become pictures, and what is said of another
/// language becomes an aside.
package struct SiteArticle: Sendable {
  private let page: MarkdownPage
  private let title: String?
  private let links: SiteLinks

  package init(_ page: MarkdownPage, title: String?, links: SiteLinks) {
    self.page = page
    self.title = title
    self.links = links
  }

  /// The article's Markdown.
  ///
  /// - Throws: `Problem` where a diagram has not been drawn.
  package func text(drawings: Set<String>) throws -> String {
    var text = ""
    var next = 0
    for fence in page.fences {
      let first = fence.line - 1
      text += try prose(page.lines[next..<first])
      next = min(first + fence.content.count + 2, page.lines.count)
      if fence.language == "mermaid" {
        text += try picture(of: fence, drawings: drawings)
      } else {
        text += page.lines[first..<next].joined(separator: "\n") + "\n"
      }
    }
    text += try prose(page.lines[next...])
    return text.replacing(/\n{3,}/) { _ in "\n\n" }
  }

  private func prose(_ lines: ArraySlice<String>) throws -> String {
    guard !lines.isEmpty else { return "" }
    var text = lines.joined(separator: "\n").replacing(/(?s)<!--.*?-->/) { _ in "" }
    text = links.rewritten(text, on: page).replacing(/(?m)^> \*\*(In \w+)\*\* (.)/) { match in
      Self.aside(named: match.1, beginning: match.2)
    }
    if lines.startIndex == 0 { text = titled(text) }
    return text + "\n"
  }

  /// DocC gives an aside a heading of its own, so the sentence can do without the words, if it has more of a beginning
  /// than a bracket.
  private static func aside(named name: Substring, beginning: Substring) -> String {
    "> \(name): " + (beginning == "(" ? "\(name) (" : beginning.uppercased())
  }

  /// With the title that the site wants, and without the heading that DocC would put above the first paragraphs.
  private func titled(_ text: String) -> String {
    let options = "\n\n@Options {\n  @AutomaticArticleSubheading(disabled)\n}\n"
    guard let heading = text.firstMatch(of: /(?m)^# .*$/) else { return text }
    let own = title.map { "# \($0)" } ?? String(text[heading.range])
    return text.replacingCharacters(in: heading.range, with: own + options)
  }

  private func picture(of fence: Fence, drawings: Set<String>) throws -> String {
    let diagram = Diagram(lines: fence.content)
    let files = try diagram.files
    guard drawings.isSuperset(of: files) else {
      throw Problem(
        page.path, fence.line, "This diagram has no drawing of its present text. `kit site draw --help` tells how.")
    }
    return "![\(diagram.description)](\(files[0]))\n"
  }
}
