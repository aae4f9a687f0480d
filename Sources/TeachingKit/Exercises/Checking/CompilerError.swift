import Foundation

/// An error that the compiler printed.
package struct CompilerError: Hashable, Sendable {
  package let file: String
  package let line: Int
  package let message: String

  /// The errors in what a build printed, in order, each once.
  package static func all(in output: String) -> [CompilerError] {
    var seen: Set<CompilerError> = []
    return output.split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: /(\/[^:]+):(\d+):\d+: error: (.*)/), let number = Int(match.2) else {
        return nil
      }
      let error = CompilerError(file: String(match.1), line: number, message: String(match.3))
      return seen.insert(error).inserted ? error : nil
    }
  }
}
