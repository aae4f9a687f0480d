import EventSourcing

/// A worker of a system has stopped; what it had recorded by then stays.
///
/// The error beneath says whether it helps to run it again: a database that is not to be had comes back, and a log that
/// was restored from a backup needs an administrator.
public struct WorkerFailed: Error, CustomStringConvertible {
  /// Who has stopped, as in `payments < orders`: who follows, and whom.
  public let worker: String

  public let underlying: any Error

  public var description: String {
    "“\(worker)” has stopped: \(FailureReason.text(of: underlying))"
  }

  /// An error with the name of the worker, unless it says that itself.
  static func naming(_ worker: any Worker, _ error: any Error) -> any Error {
    switch error {
    case is CancellationError, is ReactionFailed, is PartitionsDiffer, is WorkerFailed: error
    default: WorkerFailed(worker: worker.name, underlying: error)
    }
  }
}
