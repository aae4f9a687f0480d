/// A snapshot was not taken, since too many others waited to be.
public struct SnapshotPolicyBusy: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "Too many snapshots are due, so this one is not taken: take them at longer intervals, or allow more to be due."
  }
}
