/// Cuts Swift source into tokens.
///
/// It knows what could hide a brace: strings of all kinds with what they interpolate, comments in comments, regular
/// expressions. It does not know whether the source would compile.
struct SwiftLexer {
  /// The source ends within a string, comment or regular expression.
  struct Unfinished: Error, Equatable {
    /// Where it begins, counted from 1.
    let line: Int
  }

  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [SwiftToken] = []

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  static func tokens(of bytes: [UInt8]) throws(Unfinished) -> [SwiftToken] {
    var lexer = SwiftLexer(bytes)
    while lexer.position < bytes.count {
      try lexer.readToken()
    }
    return lexer.tokens
  }

  private mutating func readToken() throws(Unfinished) {
    let start = position
    guard let kind = try skipToken() else { return }
    tokens.append(
      SwiftToken(kind: kind, range: start..<position, text: String(decoding: bytes[start..<position], as: UTF8.self)))
  }

  /// Moves on after the next token.
  ///
  /// - Returns: `nil` if it was white space.
  private mutating func skipToken() throws(Unfinished) -> SwiftToken.Kind? {
    let start = position
    let byte = bytes[position]
    if starts("//") {
      position = firstIndex(of: "\n", from: start) ?? bytes.count
      return bytes[start..<position].starts(with: "///".utf8) ? .documentation : .comment
    }
    if starts("/*") {
      try skipBlockComment()
      return bytes[start..<position].starts(with: "/**".utf8) && position - start > 4 ? .documentation : .comment
    }
    if try skipString() { return .literal }
    if try skipRegex() { return .literal }
    if isDirective {
      position = firstIndex(of: "\n", from: start) ?? bytes.count
      return .directive
    }
    if byte == UInt8(ascii: "`"), let end = firstIndex(of: "`", from: start + 1) {
      position = end + 1
      return .word
    }
    if Self.isDigit(byte) {
      skip { Self.isWord($0) }
      return .literal
    }
    if Self.isWord(byte) {
      skip { Self.isWord($0) }
      return .word
    }
    if Self.isOperator(byte) {
      skip { Self.isOperator($0) }
      return .symbol
    }
    position += 1
    switch UnicodeScalar(byte) {
    case " ", "\t", "\r": return nil
    case "\n": return .newline
    case ";": return .semicolon
    case "(", "[", "{": return .open
    case ")", "]", "}": return .close
    default: return .punctuation
    }
  }

  private mutating func skipBlockComment() throws(Unfinished) {
    let start = position
    var depth = 0
    repeat {
      guard position < bytes.count else { throw unfinished(at: start) }
      if starts("/*") {
        depth += 1
        position += 2
      } else if starts("*/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0
  }

  /// Moves on after a string literal, if one begins here.
  private mutating func skipString() throws(Unfinished) -> Bool {
    let start = position
    let hashes = hashes(at: start)
    guard starts("\"", at: start + hashes) else { return false }
    let isMultiline = starts("\"\"\"", at: start + hashes)
    let quotes = isMultiline ? "\"\"\"" : "\""
    let fence = String(repeating: "#", count: hashes)
    position += hashes + quotes.utf8.count
    while !starts(quotes + fence) {
      guard position < bytes.count, isMultiline || bytes[position] != UInt8(ascii: "\n") else {
        throw unfinished(at: start)
      }
      if starts("\\" + fence) {
        position += 1 + hashes
        if starts("(") {
          try skipInterpolation()
        } else {
          position += 1
        }
      } else {
        position += 1
      }
    }
    position += quotes.utf8.count + hashes
    return true
  }

  /// Moves on after the parenthesis that closes the one here: what is between is source again.
  private mutating func skipInterpolation() throws(Unfinished) {
    let start = position
    var depth = 0
    repeat {
      guard position < bytes.count else { throw unfinished(at: start) }
      let first = bytes[position]
      guard try skipToken() != nil else { continue }
      if first == UInt8(ascii: "(") { depth += 1 }
      if first == UInt8(ascii: ")") { depth -= 1 }
    } while depth > 0
  }

  /// Moves on after a regular expression literal, if one begins here.
  private mutating func skipRegex() throws(Unfinished) -> Bool {
    let start = position
    let hashes = hashes(at: start)
    guard starts("/", at: start + hashes), hashes > 0 || mayBeginRegex else { return false }
    let closing = "/" + String(repeating: "#", count: hashes)
    var end = start + hashes + 1
    while !starts(closing, at: end) {
      guard end < bytes.count, hashes > 0 || bytes[end] != UInt8(ascii: "\n") else {
        if hashes == 0 { return false }
        throw unfinished(at: start)
      }
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    position = end + closing.utf8.count
    return true
  }

  /// Whether a slash here can begin a regular expression: after an operand it divides.
  private var mayBeginRegex: Bool {
    guard position + 1 < bytes.count, !" \t\n".utf8.contains(bytes[position + 1]) else { return false }
    switch tokens.last(where: { $0.kind != .comment })?.kind {
    case .literal, .close: return false
    case .word: return ["return", "in", "case", "where", "try", "await"].contains(tokens.last?.text)
    default: return true
    }
  }

  private var isDirective: Bool {
    ["#if", "#elseif", "#else", "#endif", "#sourceLocation", "#warning", "#error"].contains { name in
      starts(name) && !(position + name.utf8.count < bytes.count && Self.isWord(bytes[position + name.utf8.count]))
    }
  }

  private func hashes(at index: Int) -> Int {
    bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
  }

  private func starts(_ text: String, at index: Int? = nil) -> Bool {
    bytes[min(index ?? position, bytes.count)...].starts(with: text.utf8)
  }

  private func firstIndex(of character: UnicodeScalar, from start: Int) -> Int? {
    bytes[start...].firstIndex(of: UInt8(ascii: character))
  }

  private mutating func skip(while isPart: (UInt8) -> Bool) {
    position += bytes[position...].prefix(while: isPart).count
  }

  private func unfinished(at start: Int) -> Unfinished {
    Unfinished(line: 1 + bytes[..<start].count { $0 == UInt8(ascii: "\n") })
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// What is not ASCII counts as a letter.
  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    "/=-+!*%<>&|^~?.".utf8.contains(byte)
  }
}
