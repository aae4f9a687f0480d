public import EventSourcing

/// How an application deals with what it follows.
public struct ReactionOptions: Hashable, Sendable {
  /// What becomes of a notification that it cannot deal with.
  public var onFailure: FailurePolicy

  /// How often a reaction that fails is tried, at least once, before it stops the application or is parked.
  public var attempts: Int

  /// How long to wait after the first failure; later waits are up to 32 times as long.
  public var pause: Duration

  /// The largest number of notifications that share a transaction, at least 1.
  public var batch: Int

  /// How long the reactions on one notification or deadline may take, or one effect; without end, unless given.
  ///
  /// What takes longer is cancelled, and has failed. One that does not heed that is left alone, and may hold a thread for
  /// ever.
  public var timeLimit: Duration?

  public init(
    onFailure: FailurePolicy = .stop, attempts: Int = 5, pause: Duration = .milliseconds(10), batch: Int = 200,
    timeLimit: Duration? = nil
  ) {
    self.onFailure = onFailure
    self.attempts = attempts
    self.pause = pause
    self.batch = batch
    self.timeLimit = timeLimit
  }
}
