extension Recorder {
  /// So long a follower may wait for a log that is another one by now.
  private static var longestUnseen: Duration { .seconds(2) }

  /// Waits until there is a settled item after a position, or for a time, and sees to it that it is the same log.
  ///
  /// A log that was made anew or restored may be shorter than what the follower has read, and then nothing comes for
  /// long. It is noticed before the waiting, in the end, and every few seconds.
  ///
  /// - Parameters:
  ///   - position: How far the follower has come.
  ///   - duration: How long to wait at most.
  /// - Returns: Whether there is one.
  /// - Throws: `LogReplaced`; `RecorderError`; `CancellationError`.
  public func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    let pace = Pace.current
    let end = pace.now + duration.sleepable
    while true {
      // It throws if the log is another one.
      guard try await page(NotificationQuery(after: position, limit: 1)).notifications.isEmpty else { return true }
      let left = end - pace.now
      guard left > .zero else { return false }
      if try await waitForNotification(after: position.id, atMost: min(left, Self.longestUnseen)) { return true }
    }
  }
}
