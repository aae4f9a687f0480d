/// The words and signs of Swift source text, without its comments and without what stands in string literals.
///
/// What is interpolated into a string is code, and is among them. This is no parser: it knows just enough to tell code
/// from text.
package struct SwiftTokens {
  package enum Token: Equatable, Sendable {
    case word(String)
    case sign(Unicode.Scalar)
  }

  package private(set) var tokens: [Token] = []

  // Bytes, since all that matters here is ASCII, and comparing characters takes twenty times as long.
  private let text: [UInt8]
  private var position = 0

  package init(_ source: String) {
    text = Array(source.utf8)
    readCode(untilParenthesis: false)
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var open = 0
    while let byte = peek() {
      if byte == UInt8(ascii: "/"), peek(1) == byte {
        _ = take { !Self.isNewline($0) }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        skipComment()
      } else if let hashes = hashesOfString() {
        readString(hashes: hashes)
      } else if byte == UInt8(ascii: "`") {
        position += 1
        tokens.append(.word(take { $0 != UInt8(ascii: "`") }))
        position += 1
      } else if Self.isOfWord(byte) {
        tokens.append(.word(take(while: Self.isOfWord)))
      } else {
        if byte == UInt8(ascii: "(") { open += 1 }
        if byte == UInt8(ascii: ")") {
          if untilParenthesis, open == 0 { return }
          open -= 1
        }
        if byte > UInt8(ascii: " ") { tokens.append(.sign(Unicode.Scalar(byte))) }
        position += 1
      }
    }
  }

  /// The number of `#` before the quotation mark, if a string begins here.
  private func hashesOfString() -> Int? {
    var hashes = 0
    while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
    return peek(hashes) == UInt8(ascii: "\"") ? hashes : nil
  }

  private mutating func readString(hashes: Int) {
    position += hashes
    let isLong = count(of: UInt8(ascii: "\"")) >= 3
    let quotes = isLong ? 3 : 1
    position += quotes
    while let byte = peek() {
      if byte == UInt8(ascii: "\""), count(of: byte) >= quotes, count(of: UInt8(ascii: "#"), after: quotes) >= hashes {
        position += quotes + hashes
        return
      }
      // Not a string after all, but a quotation mark in a regular expression: the line is all that is lost.
      if !isLong, Self.isNewline(byte) { return }
      guard byte == UInt8(ascii: "\\"), count(of: UInt8(ascii: "#"), after: 1) >= hashes else {
        position += 1
        continue
      }
      position += 1 + hashes
      let isInterpolation = peek() == UInt8(ascii: "(")
      position += 1
      if isInterpolation {
        readCode(untilParenthesis: true)
        position += 1
      }
    }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      let isOpening = peek() == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*")
      let isClosing = peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")
      depth += isOpening ? 1 : isClosing ? -1 : 0
      position += isOpening || isClosing ? 2 : 1
    } while depth > 0 && position < text.count
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  private static func isNewline(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < text.count ? text[position + offset] : nil
  }

  private func count(of byte: UInt8, after offset: Int = 0) -> Int {
    var count = 0
    while peek(offset + count) == byte { count += 1 }
    return count
  }

  private mutating func take(while isTaken: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = peek(), isTaken(byte) { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }
}
