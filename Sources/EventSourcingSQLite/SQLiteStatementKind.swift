/// What a statement is, as far as it may change how a connection works: told by its first words.
enum SQLiteStatementKind: Equatable {
  /// - Parameters:
  ///   - name: In small letters, with the name of its database before it if it is not that of the file.
  ///   - hasValue: Whether it has an argument, without which no PRAGMA changes a setting.
  case pragma(_ name: String, hasValue: Bool)

  /// ATTACH or DETACH.
  case attachment

  case other

  init(_ sql: String) {
    var words = SQLiteWords(sql)
    var first = words.next()
    // A PRAGMA that is only explained may change its setting, too.
    if first == "explain" {
      first = words.next()
      if first == "query" { first = words.next() == "plan" ? words.next() : nil }
    }
    switch first {
    case "attach", "detach": self = .attachment
    case "pragma":
      var name = words.next() ?? ""
      var next = words.next()
      if next == "." {
        let inner = words.next() ?? ""
        name = name == "main" ? inner : "\(name).\(inner)"
        next = words.next()
      }
      self = .pragma(name, hasValue: next == "=" || next == "(")
    default: self = .other
    }
  }
}

/// The words of a statement, one after the other, in small letters and without quotes; what stands between them is
/// passed over, comments too.
private struct SQLiteWords {
  private var rest: ArraySlice<UInt8>

  init(_ sql: String) {
    rest = Array(sql.utf8)[...]
  }

  mutating func next() -> String? {
    skip()
    guard let first = rest.first else { return nil }
    if let end = Self.quotes[first] {
      let inner = rest.dropFirst().prefix { $0 != end }
      rest = rest[inner.endIndex...].dropFirst()
      return String(decoding: inner, as: UTF8.self).lowercased()
    }
    let word = rest.prefix { Self.isInName($0) }
    let token = word.isEmpty ? rest.prefix(1) : word
    rest = rest[token.endIndex...]
    return String(decoding: token, as: UTF8.self).lowercased()
  }

  private mutating func skip() {
    while let first = rest.first {
      if Self.blanks.contains(first) {
        rest.removeFirst()
      } else if rest.starts(with: "--".utf8) {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else if rest.starts(with: "/*".utf8) {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else {
        return
      }
    }
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// White space, a byte order mark, and the ends of statements that are empty.
  private static let blanks = Set(" \t\n\u{C}\r;\u{FEFF}".utf8)

  private static let quotes = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "`"): UInt8(ascii: "`"), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "["): UInt8(ascii: "]"),
  ]
}
