import Foundation

/// The text of a file that pages show parts of.
package struct SourceText: Sendable {
  private let path: String
  private let text: String

  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// The lines that a selector chooses, moved to the left edge, and without the marks of regions.
  ///
  /// - Throws: `NotFoundInSource`.
  package func lines(for selector: SourceSelector) throws(NotFoundInSource) -> [String] {
    var lines: [String]
    if let name = selector.name {
      if let region = try region(name) {
        lines = region
      } else {
        lines = try declaration(name, withDocumentation: selector.withDocumentation)
      }
    } else {
      lines = text.components(separatedBy: "\n")
      while lines.last?.trimmed.isEmpty == true { lines.removeLast() }
    }
    lines = Self.atLeftEdge(lines.filter { Self.mark(in: $0) == nil })
    for replacement in selector.replacements {
      guard lines.contains(where: { $0.contains(replacement.old) }) else {
        throw NotFoundInSource(
          description: "\(path) has no “\(replacement.old)” to be replaced in what is shown. Correct the comment.")
      }
      lines = lines.map { $0.replacing(replacement.old, with: replacement.new) }
    }
    return lines
  }

  /// The lines between `// snippet.NAME` and the next `// snippet.end`; `nil` if there is no such mark.
  private func region(_ name: String) throws(NotFoundInSource) -> [String]? {
    let lines = text.components(separatedBy: "\n")
    let starts = lines.indices.filter { Self.mark(in: lines[$0]) == name }
    guard let start = starts.first, name != "end" else { return nil }
    guard starts.count == 1 else {
      throw NotFoundInSource(
        description: "\(path) marks snippet.\(name) in lines \(starts.map { "\($0 + 1)" }.joined(separator: ", ")). "
          + "Give each a name of its own.")
    }
    guard let end = lines[start...].firstIndex(where: { Self.mark(in: $0) == "end" }) else {
      throw NotFoundInSource(
        description: "snippet.\(name) in \(path):\(start + 1) has no end: add a line // snippet.end.")
    }
    return Array(lines[(start + 1)..<end])
  }

  private func declaration(_ name: String, withDocumentation: Bool) throws(NotFoundInSource) -> [String] {
    guard path.hasSuffix(".swift") else {
      throw NotFoundInSource(
        description: "\(path) has no region \(name): add lines with snippet.\(name) and snippet.end in comments.")
    }
    let bytes = Array(text.utf8)
    let all: [SwiftDeclaration]
    do {
      all = try SwiftDeclarations.all(in: bytes)
    } catch {
      throw NotFoundInSource(description: "\(path):\(error.line): What begins here has no end.")
    }
    let found = DeclarationName(name).matches(in: all)
    let line = { (declaration: SwiftDeclaration) in
      1 + bytes[..<declaration.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
    }
    let list = { (declarations: [SwiftDeclaration]) in
      declarations.map { "\n\(path):\(line($0)): \($0.description)" }.joined()
    }
    guard let declaration = found.first else {
      throw NotFoundInSource(
        description: "\(path) has no declaration and no region \(name). It has:"
          + list(all.filter { $0.kind != "import" }))
    }
    guard found.count == 1 else {
      throw NotFoundInSource(
        description: "\(name) is more than one thing. Say which, with its type before it, its labels or its keyword:"
          + list(found))
    }
    let range = withDocumentation ? declaration.rangeWithDocumentation : declaration.range
    let indentation = bytes[..<range.lowerBound].reversed().prefix { $0 == UInt8(ascii: " ") }.count
    let shown = String(repeating: " ", count: indentation) + String(decoding: bytes[range], as: UTF8.self)
    return shown.components(separatedBy: "\n")
  }

  /// The name in a line such as `// snippet.NAME`, whatever the language's comments look like.
  private static func mark(in line: String) -> String? {
    line.wholeMatch(of: /\s*(?:\/\/|#|--)\s*snippet\.(\S+)\s*/).map { String($0.1) }
  }

  private static func atLeftEdge(_ lines: [String]) -> [String] {
    let indentation = lines.filter { !$0.trimmed.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { $0.trimmed.isEmpty ? "" : String($0.dropFirst(indentation)) }
  }
}
