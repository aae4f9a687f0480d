/// The recorder that was given for snapshots is the one of the events: they need a table of their own.
///
/// Removing an old snapshot would change the past of the log, and so make all snapshots useless.
public struct SnapshotsAmongEvents: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "Snapshots cannot be kept among the events: open another recorder for them, with ItemTable.snapshots. Nothing was "
      + "stored."
  }
}
