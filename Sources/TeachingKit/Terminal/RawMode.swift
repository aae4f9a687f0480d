import Foundation

/// Makes a terminal give each key at once and show none, until it is ended.
package struct RawMode {
  private var before: termios

  /// - Returns: `nil` if standard input is no terminal.
  package init?() {
    var before = termios()
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    self.before = before
    var raw = before
    // Signals stay: Ctrl-C is to end the program as everywhere else.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // But no key stops it: that would leave the shell without an echo.
    let none = cc_t(truncatingIfNeeded: fpathconf(STDIN_FILENO, Int32(_PC_VDISABLE)))
    withUnsafeMutableBytes(of: &raw.c_cc) { keys in
      keys[Int(VSUSP)] = none
      #if canImport(Darwin)
        keys[Int(VDSUSP)] = none
      #endif
    }
    guard tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 else { return nil }
  }

  /// Makes the terminal what it was.
  package func end() {
    var before = before
    _ = tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
  }
}

/// What a person or a program gives as commands: keys on a terminal, the first letter of lines otherwise.
///
/// Letters are small ones, however they were typed.
package enum Keys {
  /// Ends where standard input does.
  package static func stream(lineByLine: Bool) -> AsyncStream<Character> {
    let (keys, key) = AsyncStream.makeStream(of: Character.self)
    // A thread of its own, since reading blocks; it ends with the process.
    Thread.detachNewThread {
      if lineByLine {
        while let line = readLine() {
          if let first = line.drop(while: \.isWhitespace).first { key.yield(small(first)) }
        }
      } else {
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) == 1 {
          key.yield(small(Character(Unicode.Scalar(byte))))
        }
      }
      key.finish()
    }
    return keys
  }

  private static func small(_ key: Character) -> Character {
    key.lowercased().first ?? key
  }
}
