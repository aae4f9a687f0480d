import Story

/// A naive version that a page shows going wrong.
protocol Trap: Sendable {
  static var title: String { get }

  /// Goes wrong, tells how, and does the same with the library where that can be run.
  ///
  /// - Throws: `NotAsTold`.
  static func spring(_ story: Story) async throws
}

/// A trap did not go wrong, or the library did, so what its page tells is no longer true.
struct NotAsTold: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
