/// Reads the beginning of a declaration: attributes, modifiers, keyword, name and labels.
struct DeclarationParser {
  static let types: Set = ["struct", "enum", "class", "actor", "protocol", "extension"]

  private static let keywords = types.union([
    "func", "var", "let", "init", "deinit", "subscript", "typealias", "associatedtype", "case", "macro", "operator",
    "precedencegroup", "import",
  ])

  private static let modifiers: Set = [
    "public", "private", "fileprivate", "internal", "package", "open", "static", "class", "final", "mutating",
    "nonmutating", "override", "required", "convenience", "lazy", "weak", "unowned", "indirect", "nonisolated",
    "isolated", "distributed", "dynamic", "optional", "prefix", "postfix", "infix", "borrowing", "consuming",
  ]

  private let tokens: [SwiftToken]
  private var index = 0

  init(tokens: ArraySlice<SwiftToken>) {
    self.tokens = tokens.filter { ![.newline, .comment, .documentation].contains($0.kind) }
  }

  var isAtEnd: Bool { index == tokens.count }

  /// - Returns: `nil` if it is no declaration.
  mutating func head() -> (kind: String, names: [String], labels: String?)? {
    _ = skipAttributesAndModifiers()
    guard let kind = word, Self.keywords.contains(kind) else { return nil }
    index += 1
    switch kind {
    case "func", "macro": return (kind, [name()], labels(areNames: true))
    case "init", "deinit": return (kind, [kind], kind == "init" ? labels(areNames: true) : nil)
    case "subscript": return (kind, [kind], labels(areNames: false))
    case "case": return (kind, caseNames(), nil)
    case "extension", "import": return (kind, [dottedName()], nil)
    default: return (kind, [name()], nil)
    }
  }

  /// - Returns: Whether there were any.
  mutating func skipAttributesAndModifiers() -> Bool {
    let start = index
    while !isAtEnd {
      if tokens[index].text == "@" {
        index += 1
        _ = dottedName()
      } else if let word, Self.modifiers.contains(word), !isKeywordHere(word) {
        index += 1
      } else {
        break
      }
      if !isAtEnd, tokens[index].text == "(", touchesTokenBefore { skipBrackets() }
    }
    return index > start
  }

  /// `class` declares a class, but for one before `func`, `var` and so on.
  private func isKeywordHere(_ word: String) -> Bool {
    guard word == "class", index + 1 < tokens.count else { return false }
    let next = tokens[index + 1].text
    return !Self.modifiers.contains(next) && !Self.keywords.contains(next)
  }

  private var word: String? {
    !isAtEnd && tokens[index].kind == .word ? tokens[index].text : nil
  }

  private var touchesTokenBefore: Bool {
    tokens[index - 1].range.upperBound == tokens[index].range.lowerBound
  }

  /// The name here: a word, or an operator.
  private mutating func name() -> String {
    guard !isAtEnd else { return "" }
    defer { index += 1 }
    return tokens[index].text.withoutBackticks
  }

  private mutating func dottedName() -> String {
    var name = name()
    while index + 1 < tokens.count, tokens[index].text == "." {
      name += "." + tokens[index + 1].text.withoutBackticks
      index += 2
    }
    return name
  }

  private mutating func caseNames() -> [String] {
    var names = [name()]
    while !isAtEnd {
      if tokens[index].kind == .open {
        skipBrackets()
      } else if tokens[index].text == "," {
        index += 1
        names.append(name())
      } else {
        index += 1
      }
    }
    return names
  }

  private mutating func skipBrackets() {
    var depth = 0
    repeat {
      if tokens[index].kind == .open { depth += 1 }
      if tokens[index].kind == .close { depth -= 1 }
      index += 1
    } while depth > 0 && !isAtEnd
  }

  /// - Parameter areNames: Whether a parameter's name is its label, as in all but subscripts.
  private mutating func labels(areNames: Bool) -> String? {
    while !isAtEnd, tokens[index].text != "(" { index += 1 }
    guard !isAtEnd else { return nil }
    let start = index
    skipBrackets()
    var labels = ""
    var depth = 0
    for place in start..<index {
      if tokens[place].kind == .open { depth += 1 }
      if tokens[place].kind == .close { depth -= 1 }
      guard depth == 1, place == start || tokens[place].text == "," else { continue }
      if tokens[place + 1].kind == .word, place + 2 < index {
        if tokens[place + 2].text == ":" {
          labels += areNames ? "\(tokens[place + 1].text):" : "_:"
        } else if tokens[place + 2].kind == .word, place + 3 < index, tokens[place + 3].text == ":" {
          labels += "\(tokens[place + 1].text):"
        }
      }
    }
    return "(\(labels.replacing("`", with: "")))"
  }
}

extension String {
  fileprivate var withoutBackticks: String { replacing("`", with: "") }
}
