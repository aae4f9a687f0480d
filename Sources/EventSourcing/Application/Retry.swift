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
  for attempt in 1..<max(attempts, 1) {
    do {
      return try await cycle()
    } catch is ConcurrencyError {
      let longest = wait * (1 << min(attempt - 1, 5))
      try await Task.sleep(for: longest * Double.random(in: 0...1))
    }
  }
  return try await cycle()
}
