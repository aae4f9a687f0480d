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
///
/// It ends when nobody has it any more, not when its database is closed: tasks may still be on their way.
package final class ConnectionThread: TaskExecutor {
  private typealias Turn = @Sendable () -> Void

  private struct State {
    /// What came since the thread looked last.
    var turns: [Turn] = []

    /// How many it has taken with it and not begun.
    var taken = 0

    /// Whether the thread sleeps until there is something to do.
    var sleeps = false

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
    let thread = Thread {
      // On Linux a name that is given before is not taken.
      Thread.current.name = name
      Self.run(line)
    }
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

  /// Uses the connection after what came before, or at once if that may be, this is its thread and nothing else waits
  /// for that.
  ///
  /// Who waits may want to append as well, and share the transaction.
  ///
  /// - Parameter mayBeNow: Never where an actor would be held, nor from within such work.
  package func use(mayBeNow: Bool = false, _ work: @escaping @Sendable () -> Void) {
    let isHere = mayBeNow && line.thread.load(ordering: .relaxed) == Self.currentThread
    let isFree = isHere && line.state.withLock { $0.isIdle }
    // What uses the connection keeps its thread.
    if isFree { work() } else { add { withExtendedLifetime(self, work) } }
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
        #if canImport(ObjectiveC)
          autoreleasepool { turn() }
        #else
          turn()
        #endif
      }
    }
  }

  private static var currentThread: UInt {
    // Elsewhere than in glibc it is a pointer, or a number with a sign.
    #if canImport(Glibc)
      UInt(pthread_self())
    #else
      UInt(bitPattern: pthread_self())
    #endif
  }
}
