public import EventSourcing
private import Foundation
private import Synchronization

/// Runs a system with a task for each application and each log that it follows, and for each partition of that.
///
///     let runner = try await ConcurrentRunner(shop) { name in try await database.recorder(table: .ofApplication(name)) }
///     try await withThrowingTaskGroup(of: Void.self) { group in
///       group.addTask { try await runner.run() }
///       try await runner.application("orders").perform { work in … }
///       try await runner.waitUntilSettled(atMost: .seconds(5))
///       group.cancelAll()
///     }
///
/// A command returns when it is recorded, and what follows from it happens soon after, if `run()` is under way here or
/// in another process: several may run the same system on the same databases, and each notification takes effect once.
///
/// What happens is what happens in a `SingleThreadRunner`, where no reaction depends on which of two commands came
/// first.
public final class ConcurrentRunner: Sendable {
  private let hosted: HostedSystem
  private let options: ConcurrentRunnerOptions

  /// Those who are run at this moment; else those who would be.
  private let workers: Mutex<[HostedWorker]>
  private let isRunning = Mutex(false)

  /// Prompted when a worker has come further.
  private let signal = NotificationSignal()

  /// Opens the recorders of all applications; nothing is followed before `run()`.
  ///
  /// - Parameters:
  ///   - system: Who follows whom.
  ///   - partitions: Into how many partitions the work of each application is divided.
  ///   - options: How long failures are waited for.
  ///   - recorder: Opens the recorder of an application, by its name; in memory, unless given.
  /// - Throws: `InvalidPartitions`, `UnknownApplication`, `PartitionsDiffer`; what opening a recorder throws.
  public init(
    _ system: System, partitions: Partitions = 1, options: ConcurrentRunnerOptions = ConcurrentRunnerOptions(),
    recorder: (_ application: String) async throws -> any Recorder = { _ in InMemoryRecorder() }
  ) async throws {
    let hosted = try await HostedSystem(system, partitions: partitions, recorder: recorder)
    self.hosted = hosted
    self.options = options
    do {
      workers = Mutex(try await hosted.workers())
    } catch {
      try? await hosted.close()
      throw error
    }
  }

  /// An application, to be given commands.
  ///
  /// - Throws: `UnknownApplication`.
  public func application(_ name: String) throws -> HostedApplication {
    try hosted.application(name)
  }

  /// Has all applications follow each other until the task is cancelled.
  ///
  /// A database that is not to be had for a while is tried again, for as long as `ConcurrentRunnerOptions.patience`.
  /// The first worker that fails ends all; it may be run again then. It returns when the reactions have that are under
  /// way: one that does not heed its cancellation holds it up.
  ///
  /// - Throws: `CancellationError`; `ReactionFailed`, `WorkerFailed`, `PartitionsDiffer`; `RunnerBusy`.
  public func run() async throws {
    try isRunning.withLock { isRunning in
      guard !isRunning else { throw RunnerBusy() }
      isRunning = true
    }
    defer { isRunning.withLock { $0 = false } }
    // New ones, which read anew how far they have come: others may have gone on since they ran last.
    let workers = try await hosted.workers()
    self.workers.withLock { $0 = workers }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { try await self.run(worker.worker) } }
      // A system in which nobody follows anybody is run until it is cancelled, too.
      group.addTask { while true { try await Task.sleep(for: .seconds(3_600)) } }
      while try await group.next() != nil {}
    }
  }

  private func run(_ worker: any Worker) async throws {
    var patience = FailurePatience(for: options.patience, passes: mayBeOverSoon)
    var pause = Self.shortestPause
    while true {
      do {
        try Task.checkCancellation()
        let prompts = signal.prompts
        switch try await worker.step() {
        case .dealt, .moved:
          pause = Self.shortestPause
          signal.prompt()
        case .nothing:
          pause = Self.shortestPause
          try await worker.waitForWork(atMost: SeldomWritten.longestUnwritten)
        case .waitsForOthers:
          // Others that are here prompt; those in other processes do not.
          try await signal.wait(past: prompts, atMost: pause)
          pause = min(pause * 2, Self.longestPause)
        }
        patience.noteSuccess()
      } catch {
        // A database that is given up in the middle has errors of its own for that.
        try Task.checkCancellation()
        do {
          try await patience.pause(after: error)
        } catch {
          throw WorkerFailed.naming(worker, error)
        }
      }
    }
  }

  private static let shortestPause = Duration.milliseconds(2)
  private static let longestPause = Duration.milliseconds(250)

  /// How far each worker has come, whoever runs it, and what it is dealing with here.
  ///
  /// - Throws: `LogReplaced`, `RecorderError`, and what reading a log throws.
  public func status() async throws -> [WorkerStatus] {
    try await workers.withLock { $0 }.status()
  }

  /// Waits until all followers have dealt with all there is, also with what they have caused.
  ///
  /// Deadlines that have not passed are not waited for, and what is parked is taken as dealt with. Another process may
  /// be the one that runs the system.
  ///
  /// - Throws: `SystemBehind` if it has not come so far in time; `LogReplaced`, `RecorderError`, and what reading a log
  ///   throws; `CancellationError`.
  public func waitUntilSettled(atMost duration: Duration) async throws {
    let end = ContinuousClock.now + duration.sleepable
    var pause = Self.shortestPause
    var wait = SettledWait(workers.withLock { $0 })
    while true {
      let prompts = signal.prompts
      let behind = try await wait.look()
      guard !behind.isEmpty else { return }
      let left = end - .now
      guard left > .zero else { throw SystemBehind(behind: behind) }
      try await signal.wait(past: prompts, atMost: min(left, pause))
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// Closes the recorders of all applications; cancel `run()` before.
  ///
  /// - Throws: What closing the first threw that could not be closed.
  public func close() async throws {
    try await hosted.close()
  }
}
