import Foundation

extension Binding {
  /// What is wrong with a comment that begins like a binding.
  package struct Malformed: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  /// Reads a comment's text.
  ///
  /// - Returns: `nil` if it is a comment like any other.
  /// - Throws: `Malformed`.
  package init?(comment: String) throws(Malformed) {
    guard let match = comment.wholeMatch(of: /(?s)(code|output|console|fails|message|text)\b\s*(:?)\s*(.*)/) else {
      return nil
    }
    let (keyword, rest) = (String(match.1), String(match.3).trimmed)
    let hasColon = !match.2.isEmpty
    switch keyword {
    case "console" where !hasColon && rest.isEmpty: self = .console
    case "console" where hasColon: self = try Self.byHand(rest, words: "not run", after: keyword)
    case "text" where hasColon: self = try Self.byHand(rest, words: "by hand", after: keyword)
    case "message" where !hasColon && rest.isEmpty: self = .message(withNotes: false)
    case "message" where hasColon && rest == "with notes": self = .message(withNotes: true)
    case "code" where hasColon: self = .code(try Self.selector(rest))
    case "fails" where hasColon: self = .fails(try Self.selector(rest))
    case "output" where hasColon: self = .output(try Self.output(rest))
    default: return nil
    }
  }

  private static func byHand(_ text: String, words: String, after keyword: String) throws(Malformed) -> Binding {
    guard let match = text.wholeMatch(of: /(?s)([^,]*),\s*(.+)/), match.1.trimmed == words else {
      throw Malformed(description: "After “\(keyword):” stands “\(words), ” and the reason.")
    }
    return .byHand(language: keyword)
  }

  /// Reads `PATH#NAME +doc replacing "OLD" with "NEW"`, where all but the path may be missing.
  private static func selector(_ text: String) throws(Malformed) -> SourceSelector {
    var rest = text[...]
    var replacements: [SourceSelector.Replacement] = []
    while let match = rest.firstMatch(of: /(?s)\s+replacing\s+"([^"]+)"\s+with\s+"([^"]*)"\s*$/) {
      replacements.insert(.init(old: String(match.1), new: String(match.2)), at: 0)
      rest = rest[..<match.range.lowerBound]
    }
    let withDocumentation = rest.hasSuffix(" +doc")
    if withDocumentation { rest = rest.dropLast(" +doc".count) }
    let parts = rest.trimmed.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard !parts[0].isEmpty, !parts[0].contains(/[\s"]/), parts.count == 1 || !parts[1].isEmpty else {
      throw Malformed(
        description: "“\(text)” cannot be read. It is PATH or PATH#NAME, then +doc, replacing \"OLD\" with \"NEW\".")
    }
    return SourceSelector(
      path: parts[0], name: parts.count == 2 ? parts[1] : nil, withDocumentation: withDocumentation,
      replacements: replacements)
  }

  /// Reads `PROGRAM arguments from="text" through="text" status=N`.
  private static func output(_ text: String) throws(Malformed) -> ShownOutput {
    var options: [String: String] = [:]
    var words: [String] = []
    var rest = text[...]
    while let match = rest.prefixMatch(of: /\s*(?:(from|through|status)=)?(?:"([^"]*)"|([^\s"]+))(?=\s|$)\s*/) {
      let value = String(match.2 ?? match.3 ?? "")
      if let option = match.1 { options[String(option)] = value } else { words.append(value) }
      rest = rest[match.range.upperBound...]
    }
    guard rest.isEmpty, let name = words.first, let status = Int32(options["status"] ?? "0") else {
      throw Malformed(
        description: "“\(text)” cannot be read. It is PROGRAM, arguments, from=\"TEXT\" through=\"TEXT\" status=N.")
    }
    return ShownOutput(
      program: ProgramRun(name: name, arguments: Array(words.dropFirst()), status: status), from: options["from"],
      through: options["through"])
  }
}
