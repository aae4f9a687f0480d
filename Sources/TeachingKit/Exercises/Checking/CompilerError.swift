import Foundation

/// An error that the compiler printed.
package struct CompilerError: Hashable, Sendable {
  package let file: String
  package let line: Int
  package let message: String

  /// What the compiler adds to it, as in "add missing case: '.expired'".
  package private(set) var notes: [String] = []

  /// The errors in what a build printed, in order, each once.
  package static func all(in output: String) -> [CompilerError] {
    var errors: [CompilerError] = []
    var notesBelongToLast = false
    for line in output.split(separator: "\n") {
      if let match = line.wholeMatch(of: /(\/[^:]+):(\d+):\d+: (error|warning): (.*)/), let number = Int(match.2) {
        let error = CompilerError(file: String(match.1), line: number, message: String(match.4))
        // A build may print an error twice, the second time with the same notes.
        notesBelongToLast = match.3 == "error" && !errors.contains { $0.isSame(as: error) }
        if notesBelongToLast { errors.append(error) }
      } else if notesBelongToLast, let note = note(in: line) {
        errors[errors.count - 1].add(note)
      }
    }
    return errors
  }

  /// In a line of its own, or in the compiler's picture of the source, below the line that it is about.
  private static func note(in line: Substring) -> String? {
    let match = line.wholeMatch(of: /[^ ].*:\d+:\d+: note: (.*)/) ?? line.wholeMatch(of: /[ |]*[|`]- note: (.*)/)
    return match.map { String($0.1) }
  }

  private func isSame(as other: CompilerError) -> Bool {
    file == other.file && line == other.line && message == other.message
  }

  /// A note in a line of its own is there again in the picture that follows.
  private mutating func add(_ note: String) {
    if !notes.contains(note) { notes.append(note) }
  }
}
