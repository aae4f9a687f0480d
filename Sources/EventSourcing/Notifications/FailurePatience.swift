/// How failures are waited for that pass: in pauses that grow, and not for ever.
package struct FailurePatience {
  private static let shortestPause = Duration.milliseconds(50)
  private static let longestPause = Duration.seconds(5)

  private let longest: Duration
  private let passes: @Sendable (any Error) -> Bool
  private let onFailure: @Sendable (any Error) -> Void
  private var failingSince: ContinuousClock.Instant?
  private var pause = Self.shortestPause

  /// - Parameters:
  ///   - longest: For how long failures in a row are waited for.
  ///   - passes: Which failures are waited for: those that say so, unless given.
  ///   - onFailure: Is told of each.
  package init(
    for longest: Duration, passes: @escaping @Sendable (any Error) -> Bool = saysThatItPasses,
    onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    self.longest = longest
    self.passes = passes
    self.onFailure = onFailure
  }

  /// Takes note that something went well.
  package mutating func noteSuccess() {
    guard failingSince != nil else { return }
    failingSince = nil
    pause = Self.shortestPause
  }

  /// Waits after a failure, before the next attempt.
  ///
  /// - Throws: The failure, if it lasts or the patience is over; `CancellationError`.
  package mutating func pause(after failure: any Error) async throws {
    guard passes(failure) else { throw failure }
    let pace = Pace.current
    let now = pace.now
    let since = failingSince ?? now
    failingSince = since
    guard now - since < longest else { throw failure }
    onFailure(failure)
    // A random part, so that many who follow one database do not come back in step.
    try await pace.sleep(for: pause * (0.5 + pace.fraction() / 2))
    pause = min(pause * 2, Self.longestPause)
  }
}

/// Whether an error is one that can say that it passes, and says so.
package func saysThatItPasses(_ error: any Error) -> Bool {
  (error as? any PassingError)?.passes == true
}
