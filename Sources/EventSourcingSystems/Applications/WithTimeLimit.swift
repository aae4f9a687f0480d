import EventSourcing

/// Does something, which is cancelled when it takes too long, and is not waited for any more.
///
/// Who does not heed that goes on in the void: the unit of work that it is in has ended, and takes nothing. It still holds
/// what it holds, above all its thread if it computes.
///
/// - Throws: What the body throws; `ReactionTimedOut`; `CancellationError`.
func withTimeLimit<Result: Sendable>(
  _ limit: Duration?, of application: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  // Where time is simulated it does not pass while something computes or waits.
  guard let limit, !Pace.current.isSimulated else { return try await body() }
  let (outcomes, outcome) = AsyncThrowingStream<Result, any Error>.makeStream()
  // Tasks of no group: a group would wait for the one that never returns.
  let work = Task {
    do {
      outcome.yield(try await body())
    } catch {
      outcome.finish(throwing: error)
    }
  }
  let alarm = Task {
    try await Task.sleep(for: limit.sleepable)
    outcome.finish(throwing: ReactionTimedOut(application: application, limit: limit))
  }
  defer {
    work.cancel()
    alarm.cancel()
  }
  for try await result in outcomes { return result }
  // The sequence ends without a result where the task that waits for it is cancelled.
  throw CancellationError()
}
