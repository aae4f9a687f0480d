import Story

/// Two lists that look right: one is kept up by a subscriber, the other keeps its position in a transaction of its own.
enum Trap12: Trap {
  static let title = "Lists that are wrong for ever after a crash"

  static func spring(_ story: Story) async throws {
    try await Subscriber.spring(story)
    try await TwoTransactions.spring(story)
  }
}
