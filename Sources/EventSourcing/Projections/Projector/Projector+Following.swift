extension Projector {
  /// Follows one log until the task is cancelled.
  func follow(_ upstream: Upstream) async throws {
    try await tryingAgain { hasCaughtUp in
      var follower = try await LogFollower(self, upstream, in: currentGeneration(waits: true))
      while true {
        try await follower.catchUp()
        hasCaughtUp()
        try await follower.waitForMore()
      }
    }
  }

  /// Brings the current generation up to what one log has now.
  func catchUp(_ upstream: Upstream) async throws {
    while true {
      do {
        return try await catchUp(upstream, in: currentGeneration(waits: false))
      } catch  where isOfOthers(error) {
        try Task.checkCancellation()
      }
    }
  }

  /// Brings a generation up to what one log has now.
  func catchUp(_ upstream: Upstream, in generation: ViewGeneration) async throws {
    var follower = try await LogFollower(self, upstream, in: generation)
    try await follower.catchUp()
    try await follower.writeProgress()
  }

  /// Does something again for as long as others have been quicker, or a database cannot be had for a while.
  ///
  /// - Parameter body: Says when it has come so far that its patience begins anew.
  func tryingAgain(_ body: (_ goesWell: () -> Void) async throws -> Void) async throws {
    var pauses = GrowingPauses(options.patience)
    while true {
      do {
        try await body { pauses.begin() }
        return
      } catch {
        // A database that is given up in the middle has errors of its own for that.
        try Task.checkCancellation()
        if isOfOthers(error) { continue }
        guard (error as? RecorderError)?.isPassing == true else { throw error }
        try await pauses.pause(after: error)
      }
    }
  }
}

/// Pauses that grow, between attempts to use a database that cannot be had.
struct GrowingPauses {
  private static let shortest = Duration.milliseconds(20)
  private static let longest = Duration.seconds(2)

  private let patience: Duration
  private var since: ContinuousClock.Instant?
  private var next = shortest

  init(_ patience: Duration) {
    self.patience = patience
  }

  /// Has the pauses and the patience begin anew.
  mutating func begin() {
    (since, next) = (nil, Self.shortest)
  }

  /// - Throws: The error if it has lasted too long; `CancellationError`.
  mutating func pause(after error: any Error) async throws {
    let since = since ?? .now
    guard .now - since < patience else { throw error }
    self.since = since
    try await Task.sleep(for: next)
    next = min(next * 2, Self.longest)
  }
}
