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
///   - wait: How long to wait after the first conflict. Later waits are up to 32 times as long; each is a random
///     part of it, so that rivals do not stay in step.
///   - cycle: What to try.
/// - Throws: The last `ConcurrencyError`; `CancellationError` while waiting; at once, any other error.
public func retryingOnConcurrencyError<Success>(
  attempts: Int = 10, wait: Duration = .milliseconds(1), _ cycle: () async throws -> Success
) async throws -> Success {
  var pauses = ConflictPauses(first: wait)
  for _ in 1..<max(attempts, 1) {
    do {
      return try await cycle()
    } catch is ConcurrencyError {
      try await Task.sleep(for: pauses.next())
    }
  }
  return try await cycle()
}

/// The pauses after conflicts, which grow to 32 times the first; each is a random part of it.
struct ConflictPauses {
  private let first: Duration
  private var doublings = 0

  init(first: Duration = .milliseconds(1)) {
    self.first = first
  }

  mutating func next() -> Duration {
    defer { doublings = min(doublings + 1, 5) }
    return first.sleepable * (1 << doublings) * Double.random(in: 0...1)
  }
}
