import EventSourcing
import Synchronization

/// Runs tasks one after the other, in the order in which they could go on, when it is told to.
///
/// So nothing hangs on which thread of a pool is quicker, also where a task starts others, as for reading ahead.
final class SimulationExecutor: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var next = 0
  }

  private let queue = Mutex(Queue())
  private let signal = NotificationSignal()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.withLock { $0.jobs.append(job) }
    signal.prompt()
  }

  /// So many pieces of work are run for one turn: who has more goes on without end.
  private static let mostJobs = 1_000_000

  /// Runs all that can go on, until nothing can.
  ///
  /// - Returns: Whether nothing can; there may be more if one goes on and on, and asks for nothing.
  @discardableResult
  func runAll() -> Bool {
    for _ in 0..<Self.mostJobs {
      guard let job = next() else { return true }
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
    return false
  }

  private func next() -> UnownedJob? {
    queue.withLock { queue in
      guard queue.next < queue.jobs.count else {
        queue.jobs.removeAll(keepingCapacity: true)
        queue.next = 0
        return nil
      }
      queue.next += 1
      return queue.jobs[queue.next - 1]
    }
  }

  /// How often it was told that something can go on, or has come to where it waits for its turn.
  var prompts: Int { signal.prompts }

  /// Says that somebody has come to where it waits for its turn.
  func wake() {
    signal.prompt()
  }

  /// Waits until there are more prompts, since somebody waits for what is not simulated.
  ///
  /// - Returns: Whether there are.
  /// - Throws: `CancellationError`.
  func wait(past prompts: Int, atMost duration: Duration) async throws -> Bool {
    try await signal.wait(past: prompts, atMost: duration)
    return signal.prompts > prompts
  }
}
