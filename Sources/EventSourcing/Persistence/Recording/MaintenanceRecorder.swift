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

  /// Replaces stored items by others at the same places, all or nothing.
  ///
  /// The topic and the data may change. Sequence, position, time and notification id stay. The rewrites are done one
  /// after the other, each on what the ones before it have left.
  ///
  /// - Throws: `RewriteError`; then nothing was replaced.
  func rewrite(_ rewrites: [Rewrite]) async throws
}
