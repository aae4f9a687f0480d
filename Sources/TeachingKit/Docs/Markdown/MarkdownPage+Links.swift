import Foundation

extension MarkdownPage {
  /// A link or picture in the text of a page.
  package struct Link: Equatable, Sendable {
    package let line: Int

    /// As written, without a title: `../README.md#use-the-library`.
    package let target: String
  }

  /// All links of the page, those in HTML too, but not what looks like one in code.
  package var links: [Link] {
    prose.flatMap { prose in
      let text = prose.text.withoutCode
      return (inlineTargets(in: text) + htmlTargets(in: text) + definitions(in: text).map(\.target)).map {
        Link(line: prose.line + text[..<$0.startIndex].count { $0 == "\n" }, target: String($0))
      }
    }
    .sorted { $0.line < $1.line }
  }

  /// Problems with links of the form `[text][name]`, whose target is defined elsewhere on the page.
  package var undefinedReferences: [Problem] {
    let texts = prose.map { (line: $0.line, text: $0.text.withoutCode) }
    let defined = Set(texts.flatMap { definitions(in: $0.text).map { $0.name.lowercased() } })
    return texts.flatMap { line, text in
      text.matches(of: /\[([^\[\]]+)\]\[([^\[\]]*)\]/).compactMap { match in
        let name = match.2.isEmpty ? match.1 : match.2
        guard !defined.contains(name.lowercased()) else { return nil }
        let here = line + text[..<match.range.lowerBound].count { $0 == "\n" }
        return Problem(path, here, "Nothing on this page defines [\(name)]. Add a line “[\(name)]: target”.")
      }
    }
  }

  /// The anchors that links may name: those of headings, and those set by hand.
  package var anchors: Set<String> {
    var slugs = GitHubSlugs()
    var anchors = Set(headings.map { slugs.slug(of: $0.text) })
    for prose in prose {
      for match in prose.text.withoutCode.matches(of: /<[a-z]+ (?:[^>]* )?(?:id|name)="([^"]+)"/) {
        anchors.insert(String(match.1))
      }
    }
    return anchors
  }

  /// Where a link leads: a path from the top of the repository, without dots; `.` for the top itself.
  ///
  /// - Parameter target: As written, without an anchor. If it is empty, that is this page.
  package func path(ofTarget target: String) -> String {
    if target.isEmpty { return path }
    var parts = target.hasPrefix("/") ? [] : path.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(String(part)) }
    }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private func inlineTargets(in text: String) -> [Substring] {
    text.ranges(of: "](").compactMap { opening in
      let rest = text[opening.upperBound...].drop { $0.isWhitespace }
      if rest.first == "<" { return rest.dropFirst().prefix { $0 != ">" } }
      var depth = 0
      let target = rest.prefix { character in
        switch character {
        case "(": depth += 1
        case ")": depth -= 1
        default: break
        }
        return depth >= 0 && !character.isWhitespace
      }
      return target
    }
  }

  private func htmlTargets(in text: String) -> [Substring] {
    text.matches(of: /<[a-z]+ (?:[^>]* )?(?:href|src)="([^"]*)"/).map(\.1)
  }

  private func definitions(in text: String) -> [(name: Substring, target: Substring)] {
    text.matches(of: /(?m)^ {0,3}\[([^\]]+)\]:\s*<?([^\s>]+)/).map { ($0.1, $0.2) }
  }
}

extension String {
  /// The same text with spaces in place of code between backticks and of comments, so that places stay.
  fileprivate var withoutCode: String {
    var text = self
    var position = text.startIndex
    while let opening = text[position...].firstRange(of: /`+|<!--/) {
      let mark = text[opening]
      let closing =
        mark == "<!--"
        ? text[opening.upperBound...].firstRange(of: "-->")
        : text[opening.upperBound...].ranges(of: /`+/).first { text[$0].count == mark.count }
      guard let closing else {
        position = opening.upperBound
        continue
      }
      let span = opening.lowerBound..<closing.upperBound
      let distance = text.distance(from: text.startIndex, to: span.upperBound)
      text.replaceSubrange(span, with: String(text[span].map { $0 == "\n" ? "\n" : " " }))
      position = text.index(text.startIndex, offsetBy: distance)
    }
    return text
  }
}
