import Foundation

/// Where the links of pages lead on the site.
package struct SiteLinks: Sendable {
  private let pages: SitePages
  private let symbols: SiteSymbols

  /// The headings of all pages, as the end of an address: by page, then by GitHub's anchor.
  private let headings: [String: [String: String]]

  package init(pages: SitePages, texts: [MarkdownPage], symbols: SiteSymbols) {
    self.pages = pages
    self.symbols = symbols
    headings = Dictionary(uniqueKeysWithValues: texts.map { ($0.path, Self.headings(of: $0)) })
  }

  /// A text with its links rewritten: to articles and to the reference; to places on the web as they are.
  ///
  /// What is not on the site, such as a test, is named by its path, except in tables, where there is no room for one:
  /// who reads has the files.
  func rewritten(_ text: String, on page: MarkdownPage) -> String {
    let codeOrLink = /(`+).*?[^`]\1(?!`)|(!?)\[((?:[^\[\]`]|`[^`]*`)*)\]\(([^()\s]+)\)/.dotMatchesNewlines()
    return text.replacing(codeOrLink) { match in
      guard let shown = match.3, let target = match.4, !target.contains(/^[a-z]+:/) else { return String(match.0) }
      let line = text[..<match.range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).last
      return link(showing: String(shown), to: String(target), on: page, inTable: line?.hasPrefix("|") ?? false)
    }
  }

  private func link(showing shown: String, to target: String, on page: MarkdownPage, inTable: Bool) -> String {
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = page.path(ofTarget: String(parts[0]))
    let readme = path == "." ? "README.md" : "\(path)/README.md"
    if let entry = pages.entry(at: path) ?? pages.entry(at: readme) {
      let anchor = parts.count == 2 ? headings[entry.path]?[String(parts[1])] : nil
      return "[\(shown)](doc:\(entry.name)\(anchor.map { "#\($0)" } ?? ""))"
    }
    if let address = symbols.address(of: path) { return "[\(shown)](doc:\(address))" }
    if inTable { return shown }
    return shown.contains(/\s/) && !shown.contains("/") ? "\(shown) (`\(path)`)" : "`\(path)`"
  }

  private static func headings(of page: MarkdownPage) -> [String: String] {
    var slugs = GitHubSlugs()
    var ends: [String: String] = [:]
    for heading in page.headings {
      let shown = heading.text.replacing(/[`*]/) { _ in "" }.replacing(" ", with: "-")
      ends[slugs.slug(of: heading.text)] = shown.addingPercentEncoding(withAllowedCharacters: .alphanumericsAndDash)
    }
    return ends
  }
}

extension CharacterSet {
  fileprivate static let alphanumericsAndDash = CharacterSet.alphanumerics.union(["-"])
}
