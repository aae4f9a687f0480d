/// An entity or an aggregate whose state can be kept as a snapshot, so that a long history need not be replayed.
///
///     struct Account: Entity, Snapshottable {
///       static let snapshotVersion: SnapshotVersion = 1
///       …
///     }
///
/// All of its state must be coded; the lifecycle is, and pending events never are. The test kit's `SnapshotForm` pins
/// in a test what a snapshot of an example looks like.
public protocol Snapshottable: EventSourced, Codable {
  /// The version of what a snapshot says: raise it by one whenever the state has another shape, and whenever the
  /// mutator folds events in another way. Snapshots of another version are not used.
  static var snapshotVersion: SnapshotVersion { get }

  /// The name by which snapshots of this type are found, since several types may fold the same events: that of the type,
  /// unless given.
  ///
  /// Snapshots from before it was changed are not used.
  static var snapshotName: String { get }
}

extension Snapshottable {
  public static var snapshotName: String { String(describing: Self.self) }
}
