/// A Swift file as far as a check looks into it, without compiling it.
package struct SourceCode: Sendable {
  /// Its lines that are not empty, without comments and without spaces around them.
  package let code: [String]

  /// The lines with a TODO, in the code or in a comment, counted from 1.
  package let todos: [Int]

  package init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    todos = zip(1..., lines).filter { $0.1.contains("TODO:") || $0.1.contains("TODO(") }.map(\.0)
    code = Self.withoutComments(text).split(separator: "\n").map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }

  /// Whether nothing was added to the original: lines at most taken away.
  package func onlyTakesAway(from original: SourceCode) -> Bool {
    var rest = original.code[...]
    for line in code {
      guard let index = rest.firstIndex(of: line) else { return false }
      rest = rest[(index + 1)...]
    }
    return true
  }

  private static func withoutComments(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    var depth = 0
    var isInString = false
    while let character = rest.first {
      if depth == 0, !isInString, rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
      } else if !isInString, rest.hasPrefix("/*") {
        depth += 1
        rest = rest.dropFirst(2)
      } else if depth > 0, rest.hasPrefix("*/") {
        depth -= 1
        rest = rest.dropFirst(2)
      } else {
        if depth == 0 {
          result.append(character)
          if isInString, character == "\\" {
            rest = rest.dropFirst()
            if let escaped = rest.first { result.append(escaped) }
          } else if character == "\"" {
            isInString.toggle()
          } else if character.isNewline {
            isInString = false
          }
        }
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
