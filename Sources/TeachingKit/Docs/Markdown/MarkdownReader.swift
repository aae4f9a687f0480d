import Foundation

/// Reads a page line by line, and sorts its lines into fences, comments, headings and prose.
struct MarkdownReader {
  let path: String
  let lines: [String]

  private(set) var fences: [Fence] = []
  private(set) var comments: [MarkdownComment] = []
  private(set) var headings: [MarkdownPage.Heading] = []
  private(set) var prose: [MarkdownPage.Prose] = []
  private(set) var problems: [Problem] = []

  private var index = 0
  private var paragraph: [String] = []

  /// The comment that a fence on this line would have before it.
  private var commentBefore: MarkdownComment?

  init(path: String, lines: [String]) {
    self.path = path
    self.lines = lines
  }

  mutating func readAll() {
    while index < lines.count {
      let line = lines[index]
      if let opening = FenceOpening(line) {
        endParagraph()
        readFence(opening)
      } else if line.trimmed.hasPrefix("<!--") {
        endParagraph()
        readComment()
      } else if line.trimmed.isEmpty {
        endParagraph()
        index += 1
      } else {
        readProse(line)
      }
    }
    endParagraph()
  }

  private mutating func readProse(_ line: String) {
    commentBefore = nil
    if let heading = line.wholeMatch(of: /#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*/) {
      endParagraph()
      paragraph = [line]
      headings.append(.init(line: index + 1, text: String(heading.1)))
      index += 1
      endParagraph()
      return
    }
    if line.firstMatch(of: /^\s*(?:>|[-*+]\s|\d+[.)]\s)[>\s]*(?:```[^`]*$|~~~)/) != nil {
      problems.append(
        Problem(path, index + 1, "A fence in a quotation or on a list's line is not read. Give it lines of its own."))
    }
    paragraph.append(line)
    index += 1
  }

  private mutating func endParagraph() {
    guard !paragraph.isEmpty else { return }
    prose.append(.init(line: index - paragraph.count + 1, text: paragraph.joined(separator: "\n")))
    paragraph = []
  }

  private mutating func readComment() {
    let first = index
    var text = lines[index].trimmed.dropFirst("<!--".count)[...]
    while !text.contains("-->"), index + 1 < lines.count {
      index += 1
      text += "\n" + lines[index]
    }
    if let end = text.firstRange(of: "-->") {
      text = text[..<end.lowerBound]
    } else {
      problems.append(Problem(path, first + 1, "This comment has no end: add -->."))
    }
    let comment = MarkdownComment(line: first + 1, text: String(text).trimmed)
    comments.append(comment)
    commentBefore = comment
    index += 1
  }

  private mutating func readFence(_ opening: FenceOpening) {
    let first = index
    index += 1
    while index < lines.count, !opening.isClosed(by: lines[index]) { index += 1 }
    if index == lines.count {
      problems.append(Problem(path, first + 1, "This fence has no end: add \(opening.run)."))
    }
    let content = lines[(first + 1)..<index].map { line in
      let spaces = line.prefix(opening.indentation.count).prefix { $0 == " " || $0 == "\t" }
      return String(line.dropFirst(spaces.count))
    }
    fences.append(
      Fence(
        language: opening.language, line: first + 1, content: content, indentation: opening.indentation,
        length: opening.run.count, comment: commentBefore))
    commentBefore = nil
    index += 1
  }
}

/// The line that opens a fence.
private struct FenceOpening {
  let indentation: String
  let run: String
  let language: String

  init?(_ line: String) {
    guard let match = line.wholeMatch(of: /([ \t]*)(```+|~~~+)[ \t]*([^`\s]*)([^`]*)/) else { return nil }
    indentation = String(match.1)
    run = String(match.2)
    language = match.3.lowercased()
  }

  func isClosed(by line: String) -> Bool {
    let line = line.trimmed
    return line.count >= run.count && line.allSatisfy { $0 == run.first }
  }
}

extension StringProtocol {
  /// Without the white space around.
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
