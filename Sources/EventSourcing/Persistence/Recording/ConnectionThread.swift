private import Foundation
private import Synchronization

/// The thread on which alone a database's connection is used, since its calls block; tasks may run on it, too.
///
/// A task elsewhere goes to this thread and back for each append: two wakes, which take longer than some commits. A task
/// that runs here appends without any:
///
///     try await Task(executorPreference: recorder.executor) {
///       for line in lines { try await store.append(line) }
///     }.value
///
/// What runs here runs one after the other, and appends wait for it: let no such task compute for long.
package final class ConnectionThread: TaskExecutor {
  private typealias Turn = @Sendable () -> Void

  private struct State {
    /// What came since the thread looked last.
    var turns: [Turn] = []

    /// How many it has taken with it and not begun.
    var taken = 0

    /// Whether the thread sleeps until there is something to do.
    var sleeps = false

    /// Whether what runs now uses the connection.
    var isUsing = false
    var isEnded = false

    var isIdle: Bool { turns.isEmpty && taken == 0 }
  }

  /// What the thread needs, which lives on as long as that.
  private final class Line: Sendable {
    let state = Mutex(State())
    let alarm = DispatchSemaphore(value: 0)
    let thread = Atomic<UInt>(0)
  }

  private let line = Line()

  package init(name: String) {
    let line = line
    let thread = Thread { Self.run(line) }
    thread.name = name
    thread.start()
  }

  deinit {
    change { $0.isEnded = true }
  }

  /// Runs what a task does next.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // Whoever waits for the job needs the executor until then.
    add { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Uses the connection: at once if this is its thread and nothing else waits for that, else after what came before.
  ///
  /// Who waits may want to append as well, and share the transaction.
  package func use(_ work: @escaping @Sendable () -> Void) {
    let isHere = line.thread.load(ordering: .relaxed) == Self.currentThread
    let isFree = isHere && line.state.withLock { !$0.isUsing && $0.isIdle }
    if isFree { using(work) } else { add { self.using(work) } }
  }

  private func using(_ work: () -> Void) {
    line.state.withLock { $0.isUsing = true }
    work()
    line.state.withLock { $0.isUsing = false }
  }

  private func add(_ turn: @escaping Turn) {
    change { $0.turns.append(turn) }
  }

  private func change(_ body: (inout State) -> Void) {
    let wakes = line.state.withLock { state in
      body(&state)
      defer { state.sleeps = false }
      return state.sleeps
    }
    if wakes { line.alarm.signal() }
  }

  private static func run(_ line: Line) {
    line.thread.store(currentThread, ordering: .relaxed)
    while true {
      let turns: [Turn]? = line.state.withLock { state in
        guard !state.turns.isEmpty else {
          state.sleeps = true
          return state.isEnded ? nil : []
        }
        defer { state.turns = [] }
        state.taken = state.turns.count
        return state.turns
      }
      guard let turns else { return }
      if turns.isEmpty { line.alarm.wait() }
      for turn in turns {
        line.state.withLock { $0.taken -= 1 }
        turn()
      }
    }
  }

  private static var currentThread: UInt {
    #if canImport(Darwin)
      UInt(bitPattern: pthread_self())
    #else
      UInt(pthread_self())
    #endif
  }
}
