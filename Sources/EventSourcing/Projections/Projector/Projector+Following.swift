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
    var patience = FailurePatience(for: options.patience, passes: mayBeOverSoon)
    while true {
      do {
        try await body { patience.noteSuccess() }
        return
      } catch {
        // A database that is given up in the middle has errors of its own for that.
        try Task.checkCancellation()
        if isOfOthers(error) { continue }
        try await patience.pause(after: error)
      }
    }
  }
}
