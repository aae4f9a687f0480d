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

  /// Runs all that can go on, until nothing can.
  func runAll() {
    while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
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

  /// Waits until something can go on that has waited for what is not simulated.
  ///
  /// - Returns: Whether it can.
  /// - Throws: `CancellationError`.
  func waitForJob(atMost duration: Duration) async throws -> Bool {
    let prompts = signal.prompts
    if isWaiting { return true }
    try await signal.wait(past: prompts, atMost: duration)
    return isWaiting
  }

  private var isWaiting: Bool { queue.withLock { $0.next < $0.jobs.count } }
}
