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
///   - attempts: How often to try, at least once: as often as there is time for, unless given.
///   - duration: For how long to try again, if that is time for fifty attempts; else for fifty: of as many rivals on a slow
///     machine each then has its turn.
///   - wait: How long to wait after the first conflict. Later waits are up to 32 times as long; each is a random
///     part of it, so that rivals do not stay in step.
///   - cycle: What to try.
/// - Throws: The last `ConcurrencyError`; at once, a second one for the same first position, since what has that is not
///   seen by reading; `CancellationError` while waiting; at once, any other error.
public func retryingOnConcurrencyError<Success>(
  attempts: Int = .max, atMost duration: Duration = .seconds(30), wait: Duration = .milliseconds(1),
  _ cycle: () async throws -> Success
) async throws -> Success {
  let start = ContinuousClock.now
  var pauses = ConflictPauses(first: wait)
  var last: ConcurrencyError?
  var attempt = 0
  while true {
    attempt += 1
    do {
      return try await cycle()
    } catch let conflict as ConcurrencyError {
      let isOver = attempt >= attempts || attempt >= 50 && .now - start >= duration
      if isOver || conflict.position == 0 && conflict == last { throw conflict }
      last = conflict
      try await Task.sleep(for: pauses.next())
    }
  }
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
    return (first.sleepable * (1 << doublings) * Double.random(in: 0...1)).sleepable
  }
}
