/// A snapshot policy was to take a snapshot of each version: that would cost more than it saves.
public struct SnapshotIntervalTooShort: Error, Hashable, CustomStringConvertible {
  /// What was asked for.
  public let interval: Int

  public init(interval: Int) {
    self.interval = interval
  }

  public var description: String {
    "A snapshot every \(interval) events is none: take one every 2 events or more, and rather every 100."
  }
}
