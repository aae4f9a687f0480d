/// What a source file declares for others, and what it mentions.
package struct SourceOutline: Sendable {
  package struct Extension: Equatable, Sendable {
    /// The extended type without the types around and the generic arguments: `Column` of `Table.Column`.
    package var type: String
    package var protocols: [String] = []
    package var members: Set<String> = []

    /// Members that are used without a name, initialisers and subscripts and operators: of each the labels that its use
    /// must mention.
    package var nameless: [Set<String>] = []
  }

  package private(set) var imports: Set<String> = []

  /// The types that it declares, not those inside of others.
  package private(set) var types: [String] = []

  /// The types, functions, constants and variables that it declares for other files.
  package private(set) var names: Set<String> = []
  package private(set) var extensions: [Extension] = []

  /// All words of its code.
  package let words: Set<String>

  private static let typeKeywords: Set = ["struct", "class", "enum", "actor", "protocol", "typealias"]

  package init(_ source: String) {
    let tokens = SwiftTokens(source).tokens
    words = Set(tokens.compactMap { if case .word(let word) = $0 { word } else { nil } })
    readDeclarations(tokens)
  }

  private mutating func readDeclarations(_ tokens: [SwiftTokens.Token]) {
    var index = 0
    var depth = 0
    var isPrivate = false
    var current: Extension?
    func word(_ offset: Int) -> String? {
      guard index + offset < tokens.count, case .word(let word) = tokens[index + offset] else { return nil }
      return word
    }
    while index < tokens.count {
      switch tokens[index] {
      case .sign("{"): depth += 1
      case .sign("}"):
        depth -= 1
        if depth == 0, let ended = current {
          extensions.append(ended)
          current = nil
        }
      case .word("private"), .word("fileprivate"):
        // What is inside of a type is not looked at, and `private(set) var` can be read elsewhere.
        if depth == (current == nil ? 0 : 1), index + 1 < tokens.count, tokens[index + 1] != .sign("(") {
          isPrivate = true
        }
      case .word("import") where depth == 0:
        let kinds = Self.typeKeywords.union(["func", "let", "var"])
        if let kind = word(1), kinds.contains(kind) { index += 1 }
        if let module = word(1) { imports.insert(module) }
        isPrivate = false
      case .word("extension") where depth == 0:
        let head = tokens[(index + 1)...].prefix { $0 != .sign("{") }
        // What a private extension adds is for its own file.
        current = isPrivate ? Extension(type: "") : Self.readHead(Array(head))
        isPrivate = false
        index += head.count
      case .word(let keyword) where depth == 0 || (depth == 1 && current != nil):
        guard Self.declares(keyword), word(0) == keyword else { break }
        let name = Self.isNameless(keyword) ? nil : word(1)
        if keyword == "class", let name, ["func", "var", "subscript"].contains(name) { break }
        if !isPrivate {
          if depth == 0 {
            if let name { names.insert(name) }
            if Self.typeKeywords.contains(keyword), let name { types.append(name) }
          } else if let name {
            current?.members.insert(name)
          } else {
            current?.nameless.append(keyword == "init" ? Self.requiredLabels(tokens[(index + 1)...]) : [])
          }
        }
        isPrivate = false
      default: break
      }
      index += 1
    }
    extensions.removeAll { $0.type.isEmpty }
  }

  private static func declares(_ keyword: String) -> Bool {
    typeKeywords.contains(keyword) || ["func", "let", "var", "case", "macro"].contains(keyword) || isNameless(keyword)
  }

  private static func isNameless(_ keyword: String) -> Bool {
    keyword == "init" || keyword == "subscript"
  }

  /// Reads `(label: Type, _ name: Type, other name: Type = value)`, and whatever stands before it.
  private static func requiredLabels(_ tokens: ArraySlice<SwiftTokens.Token>) -> Set<String> {
    var labels: Set<String> = []
    var label: String?
    var depth = 0
    var before: SwiftTokens.Token?
    for token in tokens.drop(while: { $0 != .sign("(") }) {
      switch token {
      case .sign(">") where before == .sign("-"): break
      case .sign("("), .sign("["), .sign("{"), .sign("<"): depth += 1
      case .sign(")"), .sign("]"), .sign("}"), .sign(">"): depth -= 1
      case .sign("=") where depth == 1: label = "_"  // It may be left out.
      case .word(let word) where depth == 1 && label == nil && word != "_": label = word
      case .word("_") where depth == 1 && label == nil: label = "_"
      default: break
      }
      if depth == 0 || (depth == 1 && token == .sign(",")) {
        if let label, label != "_" { labels.insert(label) }
        label = nil
      }
      if depth == 0 { break }
      before = token
    }
    return labels
  }

  /// Reads `Type.Inner<Argument>: Protocol, Protocol where …`.
  private static func readHead(_ tokens: [SwiftTokens.Token]) -> Extension {
    var found = Extension(type: "")
    var angles = 0
    var isAfterColon = false
    for token in tokens {
      switch token {
      case .sign("<"): angles += 1
      case .sign(">"): angles -= 1
      case .sign(":") where angles == 0: isAfterColon = true
      case .word("where"): return found
      case .word(let word) where angles == 0:
        if isAfterColon { found.protocols.append(word) } else { found.type = word }
      default: break
      }
    }
    return found
  }
}
