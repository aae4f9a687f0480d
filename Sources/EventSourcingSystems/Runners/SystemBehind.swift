/// Not all workers of a system had dealt with all there is in time: they are at it, or nobody runs them, or one has
/// stopped or waits.
public struct SystemBehind: Error, Hashable, CustomStringConvertible {
  /// The followers that were behind.
  public let behind: [WorkerStatus]

  public var description: String {
    "The system has not settled: \(behind.map(\.description).joined(separator: "; "))."
  }
}

/// The runner runs already: one task runs it at a time.
public struct RunnerBusy: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String { "The runner is being run by another task: one does so at a time." }
}
