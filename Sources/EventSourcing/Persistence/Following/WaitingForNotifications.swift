/// Waits until a log has come further than an id, or a time has passed: the loop that every recorder shares.
///
/// Prompts make it quick, and it does not depend on them: it looks by itself, after pauses that grow.
package struct WaitingForNotifications: Sendable {
  /// How far a log has come.
  package struct Look: Sendable {
    /// The newest id that a reader may have.
    package let settledID: Int

    /// Whether there is something beyond it that is about to be settled, of which no prompt may tell.
    package let isUnsettled: Bool

    package init(settledID: Int, isUnsettled: Bool = false) {
      self.settledID = settledID
      self.isUnsettled = isUnsettled
    }
  }

  private let signal: NotificationSignal
  private let shortestPause: Duration
  private let longestPause: Duration

  /// - Parameters:
  ///   - signal: What prompts.
  ///   - shortestPause: After which it first looks by itself.
  ///   - longestPause: Which it comes to when nothing happens.
  package init(signal: NotificationSignal, shortestPause: Duration, longestPause: Duration) {
    self.signal = signal
    self.shortestPause = shortestPause
    self.longestPause = longestPause
  }

  /// - Returns: Whether there is something after the id.
  /// - Throws: `CancellationError`, and what the look throws.
  package func wait(
    after id: Int, atMost duration: Duration, look: () async throws -> Look
  ) async throws -> Bool {
    let start = ContinuousClock.now
    var pause = shortestPause
    while true {
      let prompts = signal.prompts
      let found = try await look()
      if found.settledID > id { return true }
      let left = duration - (.now - start)
      guard left > .zero else { return false }
      let next = found.isUnsettled ? min(pause, .milliseconds(5)) : pause
      try await signal.wait(past: prompts, atMost: min(left, next))
      // A prompt tells that something happens here: the pauses begin anew.
      pause = signal.prompts == prompts ? min(pause * 2, longestPause) : shortestPause
    }
  }
}
