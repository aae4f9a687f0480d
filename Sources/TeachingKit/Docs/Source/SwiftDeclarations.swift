/// Reads the declarations of a Swift file, those in types too.
///
/// It goes from statement to statement and leaves out what it does not know, so that it is at home in scripts and
/// manifests as well.
struct SwiftDeclarations {
  private let tokens: [SwiftToken]
  private var found: [SwiftDeclaration] = []

  /// - Throws: `SwiftLexer.Unfinished`.
  static func all(in bytes: [UInt8]) throws(SwiftLexer.Unfinished) -> [SwiftDeclaration] {
    var reader = SwiftDeclarations(tokens: try SwiftLexer.tokens(of: bytes))
    reader.readScope(0..<reader.tokens.count, context: [])
    return reader.found
  }

  private init(tokens: [SwiftToken]) {
    self.tokens = tokens
  }

  private mutating func readScope(_ scope: Range<Int>, context: [String]) {
    var index = scope.lowerBound
    var documentation: Int?
    while index < scope.upperBound {
      switch tokens[index].kind {
      case .documentation:
        documentation = documentation ?? index
        index += 1
      case .newline, .comment:
        index += 1
      case .semicolon, .directive, .close:
        documentation = nil
        index += 1
      default:
        let end = endOfStatement(from: index, in: scope)
        readStatement(index..<end, documentation: documentation ?? index, context: context)
        documentation = nil
        index = max(end, index + 1)
      }
    }
  }

  private mutating func readStatement(_ statement: Range<Int>, documentation: Int, context: [String]) {
    var parser = DeclarationParser(tokens: tokens[statement])
    guard let head = parser.head() else { return }
    let end = withCommentOnItsLine(statement.upperBound)
    found.append(
      SwiftDeclaration(
        kind: head.kind, names: head.names, labels: head.labels, context: context,
        range: tokens[statement.lowerBound].range.lowerBound..<tokens[end - 1].range.upperBound,
        rangeWithDocumentation: tokens[documentation].range.lowerBound..<tokens[end - 1].range.upperBound))
    guard DeclarationParser.types.contains(head.kind),
      let opening = statement.first(where: { tokens[$0].text == "{" })
    else { return }
    let names = head.names.flatMap { $0.split(separator: ".").map(String.init) }
    readScope((opening + 1)..<(statement.upperBound - 1), context: context + names)
  }

  /// The index after the last token of the statement that begins at an index.
  private func endOfStatement(from start: Int, in scope: Range<Int>) -> Int {
    var depth = 0
    var index = start
    while index < scope.upperBound {
      switch tokens[index].kind {
      case .open: depth += 1
      case .close:
        if depth == 0 { return index }
        depth -= 1
      case .semicolon where depth == 0: return index
      case .newline where depth == 0:
        if !goesOn(at: index, from: start, in: scope) { return endWithoutComments(index, from: start) }
      default: break
      }
      index += 1
    }
    return endWithoutComments(index, from: start)
  }

  private func endWithoutComments(_ end: Int, from start: Int) -> Int {
    let isLeftOut: Set<SwiftToken.Kind> = [.comment, .documentation, .newline, .directive]
    return 1 + (tokens[start..<end].lastIndex { !isLeftOut.contains($0.kind) } ?? start)
  }

  /// Whether a statement goes on after a new line: because of what stands before it or after.
  private func goesOn(at newline: Int, from start: Int, in scope: Range<Int>) -> Bool {
    let last = endWithoutComments(newline, from: start) - 1
    guard let next = tokens[newline..<scope.upperBound].firstIndex(where: { ![.newline, .comment].contains($0.kind) })
    else { return false }
    if tokens[last].text == "," || tokens[last].text == ":" || tokens[last].text == "<" { return true }
    if tokens[last].kind == .symbol, last > start, tokens[last - 1].range.upperBound < tokens[last].range.lowerBound {
      return true
    }
    if isPrefixOfDeclaration(start...last) { return true }
    switch tokens[next].kind {
    case .symbol:
      let isFollowedBySpace =
        next + 1 < tokens.count && tokens[next].range.upperBound < tokens[next + 1].range.lowerBound
      return tokens[next].text == "." || tokens[next].text.hasPrefix(">") || isFollowedBySpace
    case .punctuation: return tokens[next].text == ":"
    case .open: return tokens[next].text == "{"
    case .word: return ["where", "throws", "rethrows", "async", "else", "catch"].contains(tokens[next].text)
    default: return false
    }
  }

  /// Whether these are attributes and modifiers only: `@Test` on a line of its own.
  private func isPrefixOfDeclaration(_ range: ClosedRange<Int>) -> Bool {
    var parser = DeclarationParser(tokens: tokens[range])
    return parser.skipAttributesAndModifiers() && parser.isAtEnd
  }

  private func withCommentOnItsLine(_ end: Int) -> Int {
    end < tokens.count && tokens[end].kind == .comment && !tokens[end].text.contains("\n") ? end + 1 : end
  }
}
