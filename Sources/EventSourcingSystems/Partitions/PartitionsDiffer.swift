public import EventSourcing

/// A worker was started with another number of partitions than is recorded, or that has changed under it: nothing was
/// recorded by this worker.
///
/// Start it with the number that is recorded, or change that with `System.divide(_:into:recorder:)`.
public struct PartitionsDiffer: Error, Hashable {
  public let application: String
  public let upstream: String

  /// The number of partitions that the worker was given.
  public let given: Int

  /// The number that is recorded.
  public let recorded: Int

  /// Whether somebody has begun to change the number, and has not ended that: it is to be begun again then.
  public let isBeingChanged: Bool

  public init(application: String, upstream: String, given: Int, recorded: Int, isBeingChanged: Bool) {
    self.application = application
    self.upstream = upstream
    self.given = given
    self.recorded = recorded
    self.isBeingChanged = isBeingChanged
  }
}

extension PartitionsDiffer: StoppingError, CustomStringConvertible {
  public var description: String {
    let sentence =
      "“\(application)” follows “\(upstream)” in \(recorded) partition\(recorded == 1 ? "" : "s"), as is recorded"
    return isBeingChanged
      ? "\(sentence), and somebody has begun to change that: divide it again, so that it is ended."
      : "\(sentence), and this worker was given \(given). Give the same number to all workers, or divide the work anew while "
        + "they are stopped."
  }
}

/// The partitions of an application could not be brought to one place, since others go on with them: their number is
/// what it was.
///
/// Stop the workers, then divide again.
public struct PartitionsApart: Error, Hashable, CustomStringConvertible {
  public let application: String
  public let upstream: String

  /// How far each partition had come.
  public let positions: [Int]

  public var description: String {
    "The partitions in which “\(application)” follows “\(upstream)” stand at \(positions), and do not come to one place: stop "
      + "those who work on them, then try again."
  }
}
