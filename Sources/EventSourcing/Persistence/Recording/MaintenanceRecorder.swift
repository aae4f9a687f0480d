public import Foundation

/// A recorder that can also change the past.
///
/// A history that can be changed proves nothing, so this stands apart: give everyday code a `Recorder`, and this
/// only to a tool that is run on purpose, by hand, with a backup.
public protocol MaintenanceRecorder: Recorder {
  /// Deletes all items of a sequence, for good.
  ///
  /// What this means: the entity is gone as if it had never been, and its id may be used again. The notification
  /// sequence keeps a gap. Whatever was made from the events – projections, other applications, backups – still
  /// has what it took from them, and must be told in another way.
  ///
  /// - Returns: The number of items deleted.
  @discardableResult
  func deleteItems(of sequenceID: UUID) async throws -> Int

  /// Deletes one item, for good.
  ///
  /// A counted sequence has a gap then, and cannot be replayed, unless it was the newest item.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: `DeletionError` if it is at position 0 and others follow it.
  @discardableResult
  func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool

  /// Replaces stored items by others at the same places, all or nothing.
  ///
  /// The topic, the data and the metadata may change. Sequence, position, time and notification id stay. The rewrites
  /// are done one after the other, each on what the ones before it have left.
  ///
  /// - Throws: `RewriteError`; then nothing was replaced.
  func rewrite(_ rewrites: [Rewrite]) async throws

  /// Gives the log another identity, after it was restored from a backup for example: each follower that had read from
  /// it gets `LogReplaced`, and goes on only after somebody has decided from where.
  ///
  /// - Returns: The new identity.
  @discardableResult
  func beginEpoch() async throws -> UUID

  /// Says how far an upstream counts as dealt with, and in which log, whatever was tracked before; `nil` for nothing.
  ///
  /// - Throws: `InvalidAppend.nulInName`, `InvalidAppend.longName`; `InvalidAppend.impossibleTracking` if the upstream
  ///   has no name, or the position is before the beginning.
  func resetTracking(of upstream: String, to position: LogPosition?) async throws
}
