import Foundation

/// What standard output leads to, and so how to write to it.
package struct Terminal: Sendable {
  /// Whether a person sees it at once.
  package let isInteractive: Bool

  /// Whether colours may be used: on a terminal, unless `NO_COLOR` is set to anything.
  package let hasColours: Bool

  /// The number of columns.
  package let width: Int

  /// The number of lines.
  package let height: Int

  package init(isInteractive: Bool, hasColours: Bool, width: Int, height: Int = 24) {
    self.isInteractive = isInteractive
    self.hasColours = hasColours
    self.width = width
    self.height = height
  }

  /// What a file is written like.
  package static let plain = Terminal(isInteractive: false, hasColours: false, width: 80)

  var size: [Int] { [width, height] }

  /// What this process writes to.
  package static var current: Terminal {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let noColour = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Terminal(
      isInteractive: isTerminal, hasColours: isTerminal && !noColour, width: isKnown ? Int(size.ws_col) : 80,
      height: isKnown ? Int(size.ws_row) : 24)
  }

  /// How a piece of text is to stand out.
  package enum Style: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  /// The text in a style, where there are colours.
  package func styled(_ text: some StringProtocol, _ style: Style) -> String {
    hasColours ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : String(text)
  }

  /// A bar that shows how much of something is done, with the numbers after it.
  package func bar(_ done: Int, of all: Int) -> String {
    let numbers = "\(done)/\(all)"
    let room = min(width - numbers.count - 3, 60)
    guard isInteractive, room >= 10, all > 0 else { return numbers }
    let filled = done * room / all
    return "[" + styled(String(repeating: "#", count: filled), .green) + String(repeating: "-", count: room - filled)
      + "] " + numbers
  }
}

extension String {
  /// How many columns it takes: its characters, without what only changes how they look.
  package var columns: Int { replacing(/\u{1B}\[[0-9;]*m/, with: "").count }

  /// Broken into lines at spaces, none longer than the width if that can be, each with an indentation.
  package func wrapped(to width: Int, indentation: String = "") -> String {
    let room = max(width - indentation.count, 20)
    return split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph -> [String] in
      var lines: [String] = [""]
      for word in paragraph.split(separator: " ") {
        let last = lines[lines.count - 1]
        if last.isEmpty {
          lines[lines.count - 1] = String(word)
        } else if last.columns + 1 + String(word).columns <= room {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(String(word))
        }
      }
      return lines.map { $0.isEmpty ? "" : indentation + $0 }
    }.joined(separator: "\n")
  }
}
