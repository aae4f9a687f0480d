/// What is wrong at a place in a page, and what to do about it.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The page, from the top of the repository.
  package let path: String

  /// Counted from 1.
  package let line: Int

  /// A sentence or more; further lines are details.
  package let text: String

  package init(_ path: String, _ line: Int, _ text: String) {
    self.path = path
    self.line = line
    self.text = text
  }

  package var description: String {
    "\(path):\(line): \(text.replacing("\n", with: "\n    "))"
  }
}
