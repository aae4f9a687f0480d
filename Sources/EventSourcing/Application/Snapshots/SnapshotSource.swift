import Foundation

/// Where a replay finds states to go on from: what an `EventPlayer` needs of a store of snapshots.
protocol SnapshotSource<Entity>: Sendable {
  associatedtype Entity: EventSourced

  /// The newest snapshot of an entity at or below a version, if it can be read.
  ///
  /// - Throws: `CancellationError`, and nothing else.
  func newest(of id: UUID, atMost version: Int) async throws -> SnapshotLook<Entity>

  /// Notes that a snapshot was gone on from.
  func noteUse()

  /// Notes that all events were replayed.
  func noteReplay()

  /// Notes that a snapshot was passed over.
  func notePassedOver(_ reason: SnapshotCounts.Reason)
}

/// What was found of a snapshot.
enum SnapshotLook<Entity: EventSourced>: Sendable {
  case none

  /// One that cannot be read; an older one may be.
  case unusable(version: Int)

  case start(SnapshotStart<Entity>)
}

/// A state to go on from, if its last event still is what is stored.
struct SnapshotStart<Entity: EventSourced>: Sendable {
  let replay: Replay<Entity>
  let anchor: SnapshotAnchor
}
