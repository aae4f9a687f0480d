/// Runs a read-decide-append cycle again while somebody else comes first.
///
///     try await retryingOnConcurrencyError {
///       var example = try await repository[id]
///       try await example.setFoo(to: "bar2")
///     }
///
/// Read inside the closure: only a decision on the newest state is worth trying again. What was stored is not tried
/// again: a `StoredButNotHandled` is passed on, whatever the subscribers threw.
///
/// - Parameters:
///   - attempts: How often to try, at least once.
///   - duration: For how long to try again. Unless this or the attempts are given it is half a minute, and for 100
///     attempts at least, which is enough for some 40 rivals.
///   - wait: How long to wait after the first conflict. Later waits are up to 32 times as long; each is a random
///     part of it, so that rivals do not stay in step.
///   - cycle: What to try.
/// - Throws: The last `ConcurrencyError`; at once, the third in a row for the same position: who reads in between sees
///   what is there, unless reading does not help; `CancellationError` while waiting; at once, any other error.
public func retryingOnConcurrencyError<Success>(
  attempts: Int? = nil, atMost duration: Duration? = nil, wait: Duration = .milliseconds(1),
  _ cycle: () async throws -> Success
) async throws -> Success {
  var patience = RetryPatience(attempts: attempts, duration: duration)
  var pauses = GrowingPauses(first: wait)
  while true {
    do {
      return try await cycle()
    } catch let conflict as ConcurrencyError {
      guard patience.hasMore(after: conflict) else { throw conflict }
      try await Pace.current.sleep(for: pauses.next())
    }
  }
}

/// How often, or for how long, what was refused is tried again.
private struct RetryPatience {
  let attempts: Int?
  let duration: Duration?
  private let start = Pace.current.now
  private var conflicts = 0
  private var last: ConcurrencyError?
  private var sameInARow = 0

  init(attempts: Int?, duration: Duration?) {
    self.attempts = attempts
    self.duration = duration
  }

  /// Whether there is another attempt.
  mutating func hasMore(after conflict: ConcurrencyError) -> Bool {
    // What is taken stays so, but for an append that was undone meanwhile.
    sameInARow = conflict == last ? sameInARow + 1 : 1
    last = conflict
    conflicts += 1
    guard sameInARow < 3 else { return false }
    let elapsed = Pace.current.now - start
    guard attempts != nil || duration != nil else { return conflicts < 100 || elapsed < .seconds(30) }
    return conflicts < attempts ?? .max && elapsed < duration ?? .seconds(Int64.max)
  }
}
