public import Foundation

/// The state of an entity when it had a number of events: a cache of the replay, never a truth.
public struct Snapshot<Entity: Snapshottable>: Sendable {
  /// Whose state it is.
  public let entityID: UUID

  /// The number of events that were folded into it.
  public let version: Int

  /// When it was taken.
  public let takenOn: Timestamp

  /// The entity as it was, with its version and its dates; `nil` if the last of the events has discarded it.
  public let state: Entity?

  let anchor: SnapshotAnchor
}
