/// Whether a statement begins or ends a transaction; one that goes back to a savepoint does not.
enum TransactionEnding {
  case none
  case ends

  /// Reads the first words of a statement as the server does.
  init(_ sql: String) {
    let words = FirstWords(sql)
    switch words.next() {
    case "COMMIT", "END", "ABORT", "BEGIN", "START": self = .ends
    case "PREPARE": self = words.next() == "TRANSACTION" ? .ends : .none
    case "ROLLBACK": self = words.goesBackToSavepoint ? .none : .ends
    default: self = .none
    }
  }

  /// Goes by what the server says that it has done.
  init(tag: String, of sql: String) {
    switch tag {
    case "COMMIT", "PREPARE TRANSACTION": self = .ends
    case "ROLLBACK":
      let words = FirstWords(sql)
      self = words.next() == "ROLLBACK" && words.goesBackToSavepoint ? .none : .ends
    default: self = .none
    }
  }
}

/// Reads the words at the beginning of a statement, past spaces, comments and empty statements.
private final class FirstWords {
  private var rest: Substring.UnicodeScalarView

  init(_ sql: String) {
    rest = sql.unicodeScalars[...]
  }

  /// Whether what follows on ROLLBACK is TO, perhaps with WORK or TRANSACTION before it.
  var goesBackToSavepoint: Bool {
    var word = next()
    if word == "WORK" || word == "TRANSACTION" { word = next() }
    return word == "TO"
  }

  /// The next word in capitals; empty if something else comes.
  func next() -> String {
    skip()
    let word = rest.prefix { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") }
    rest = rest.dropFirst(word.count)
    return String(word).uppercased()
  }

  private func skip() {
    while let first = rest.first {
      if " \t\n\r\u{B}\u{C};".unicodeScalars.contains(first) {
        rest = rest.dropFirst()
      } else if rest.starts(with: "--".unicodeScalars) {
        rest = rest.drop { $0 != "\n" && $0 != "\r" }
      } else if rest.starts(with: "/*".unicodeScalars) {
        skipComment()
      } else {
        return
      }
    }
  }

  /// Comments may be in comments.
  private func skipComment() {
    var depth = 0
    repeat {
      if rest.starts(with: "/*".unicodeScalars) {
        depth += 1
        rest = rest.dropFirst(2)
      } else if rest.starts(with: "*/".unicodeScalars) {
        depth -= 1
        rest = rest.dropFirst(2)
      } else {
        rest = rest.dropFirst()
      }
    } while depth > 0 && !rest.isEmpty
  }
}
