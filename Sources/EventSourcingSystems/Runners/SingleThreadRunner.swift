public import EventSourcing

/// Runs a system one step after the other: when a command returns, all that follows from it has happened.
///
///     let runner = try await SingleThreadRunner(shop)
///     try await runner.application("orders").perform { work in … }
///
/// The same commands lead to the same events each time. It is for developing and for tests, and for a program that is one
/// process anyway.
public final class SingleThreadRunner: Sendable {
  private let hosted: HostedSystem
  private let loop = SettlingLoop()

  /// Opens the recorders of all applications.
  ///
  /// - Parameters:
  ///   - system: Who follows whom.
  ///   - recorder: Opens the recorder of an application, by its name; in memory, unless given.
  /// - Throws: What opening one throws.
  public init(
    _ system: System, recorder: (_ application: String) async throws -> any Recorder = { _ in InMemoryRecorder() }
  ) async throws {
    hosted = try await HostedSystem(system, recorder: recorder) { [loop] in try await loop.settle() }
    loop.add(try hosted.workers())
  }

  /// An application, to be given commands.
  ///
  /// - Throws: `UnknownApplication`.
  public func application(_ name: String) throws -> HostedApplication {
    try hosted.application(name)
  }

  /// Has everything done that follows from what is recorded: after a start on what an earlier run has left, and when time
  /// has passed.
  ///
  /// - Returns: How many notifications and deadlines were dealt with.
  /// - Throws: `ReactionFailed`; what reading and recording throws; `CancellationError`.
  @discardableResult
  public func settle() async throws -> Int {
    try await loop.settle()
  }

  /// Closes the recorders of all applications.
  public func close() async throws {
    try await hosted.close()
  }
}
