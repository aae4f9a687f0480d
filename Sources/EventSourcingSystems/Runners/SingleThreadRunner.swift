public import EventSourcing

/// Runs a system one step after the other: when a command returns, all that follows from it has happened.
///
///     let runner = try await SingleThreadRunner(shop)
///     try await runner.application("orders").perform { work in … }
///
/// The same commands, one after the other, lead to the same events each time. It is for developing and for tests, and
/// for a program that is one process anyway.
///
/// Commands may come from several tasks at once: each returns when all that follows from it has happened. A command
/// that comes from an effect, or from a subscriber that hears of what a reaction has recorded, returns when it is
/// recorded; what follows from it has happened when the command returns that led to it. No effect waits for a detached
/// task that gives commands: that would wait for the effect, for ten minutes.
///
/// If a reaction fails, the command that led to it throws `ReactionFailed`, and is recorded all the same; what does not
/// depend on that reaction has happened. Each later command, and `settle()`, tries it again.
///
/// Where the databases are, the closure says: all in memory, unless it is given; see `ItemTable.ofApplication(_:)`.
public final class SingleThreadRunner: Sendable {
  private let hosted: HostedSystem
  private let loop = SettlingLoop()

  /// Opens the recorders of all applications.
  ///
  /// What an earlier run has left to be done waits for `settle()`.
  ///
  /// - Parameters:
  ///   - system: Who follows whom.
  ///   - partitions: Into how many partitions the work of each application is divided: here they are worked on in turn.
  ///   - recorder: Opens the recorder of an application, by its name; in memory, unless given.
  /// - Throws: `InvalidPartitions`, `UnknownApplication`, `PartitionsDiffer`; what opening a recorder throws.
  public init(
    _ system: System, partitions: Partitions = 1,
    recorder: (_ application: String) async throws -> any Recorder = { _ in InMemoryRecorder() }
  ) async throws {
    hosted = try await HostedSystem(system, partitions: partitions, recorder: recorder) { [loop] name in
      try await loop.settle(after: name)
    }
    do {
      loop.add(try await hosted.workers())
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

  /// Has everything done that follows from what is recorded, and deadlines pass whose time has come by
  /// `EventClock.current`: after a start on what an earlier run has left, after something was recorded by other ways
  /// than `perform(_:)`, and when time has passed.
  ///
  /// - Returns: How many notifications and deadlines were dealt with.
  /// - Throws: `ReactionFailed`, `WorkerFailed`, `PartitionsDiffer`, `CancellationError`; all others have done what
  ///   there was to do then.
  @discardableResult
  public func settle() async throws -> Int {
    try await loop.settle()
  }

  /// How far each worker has come.
  ///
  /// - Throws: `LogReplaced`, `RecorderError`, and what reading a log throws.
  public func status() async throws -> [WorkerStatus] {
    try await loop.all.status()
  }

  /// Closes the recorders of all applications.
  ///
  /// - Throws: What closing the first threw that could not be closed.
  public func close() async throws {
    try await hosted.close()
  }
}
