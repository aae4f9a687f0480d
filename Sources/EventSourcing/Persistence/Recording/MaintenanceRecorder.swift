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

/// A stored item and what is to stand in its place.
public struct Rewrite: Hashable, Sendable {
  /// The item as it was read.
  public let old: SequencedItem

  /// The item to put there: same sequence, position and time.
  public let new: SequencedItem

  /// - Throws: `RewriteError.anotherPlace` if the new item has another sequence, position or time.
  public init(from old: SequencedItem, to new: SequencedItem) throws(RewriteError) {
    guard old.sequenceID == new.sequenceID, old.position == new.position, old.timestamp == new.timestamp else {
      throw .anotherPlace(sequenceID: old.sequenceID, position: old.position)
    }
    self.old = old
    self.new = new
  }
}

/// A rewrite was refused, and nothing was changed.
public enum RewriteError: Error, Hashable {
  /// The new item has another sequence, position or time than the old one.
  case anotherPlace(sequenceID: UUID, position: Int)

  /// What is stored is no longer what was read: read again.
  case changedMeanwhile(sequenceID: UUID, position: Int)
}

extension RewriteError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .anotherPlace(let id, let position):
      "Sequence \(id): a rewrite of position \(position) must keep its sequence, position and time."
    case .changedMeanwhile(let id, let position):
      "Sequence \(id): position \(position) is no longer what was read. Nothing was rewritten; read again."
    }
  }
}
