/// A declaration's name as pages give it: `setFoo`, `Example.setFoo(to:at:)`, `extension Example`.
struct DeclarationName {
  /// Its keyword, if it is given.
  private var kind: String?

  /// The types around it as far as given, and its own name.
  private var parts: [String]

  /// With parentheses, if they are given.
  private var labels: String?

  init(_ text: String) {
    var text = text[...]
    if let match = text.prefixMatch(of: /(struct|enum|class|actor|protocol|extension|func|var|let|case|typealias)\s+/) {
      kind = String(match.1)
      text = text[match.range.upperBound...]
    }
    if let match = text.firstMatch(of: /\((?:[\w_]+:)*\)$/) {
      labels = String(match.0)
      text = text[..<match.range.lowerBound]
    }
    // A name in backticks may have dots in it.
    parts = []
    for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 {
        parts.append(String(part))
      } else {
        parts += part.split(separator: ".").map(String.init)
      }
    }
  }

  /// The declarations that it may mean.
  ///
  /// A type goes before its extensions, and what is named in full before what is named in part.
  func matches(in declarations: [SwiftDeclaration]) -> [SwiftDeclaration] {
    var found = declarations.filter { isName(of: $0) }
    if kind == nil {
      let others = found.filter { $0.kind != "extension" && $0.kind != "import" }
      if !others.isEmpty { found = others }
    }
    let inFull = found.filter { $0.context.count + 1 == parts.count }
    return inFull.count == 1 ? inFull : found
  }

  private func isName(of declaration: SwiftDeclaration) -> Bool {
    if let kind, kind != declaration.kind { return false }
    if let labels, labels != declaration.labels { return false }
    return declaration.names.contains { name in
      let path =
        declaration.context + (declaration.kind == "extension" ? name.split(separator: ".").map(String.init) : [name])
      return !parts.isEmpty && path.suffix(parts.count) == parts[...]
    }
  }
}
