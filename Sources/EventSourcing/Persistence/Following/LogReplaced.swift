public import Foundation

/// The log is not the one, or not in the state, that the reader has read before: it was made anew, or restored from a
/// backup.
///
/// What the reader has taken from it may never have happened. No reading on helps. An administrator decides from where
/// to go on, and says so on the follower's recorder with `resetTracking(of:to:)`.
public struct LogReplaced: Error, Hashable {
  public enum Reason: Hashable, Sendable {
    /// The log has another identity: it was made anew, or an administrator has begun an epoch.
    case otherIdentity(found: UUID)

    /// The log has not come that far yet.
    case endsBefore(newest: Int)

    /// Another item is under the id.
    case otherItem

    /// No item is under the id any more, and it was not deleted.
    case noItem
  }

  /// How far the reader had come.
  public let position: LogPosition

  public let reason: Reason

  public init(position: LogPosition, reason: Reason) {
    self.position = position
    self.reason = reason
  }
}

extension LogReplaced: CustomStringConvertible {
  public var description: String {
    let why =
      switch reason {
      case .otherIdentity(let found): "the log has another identity now, \(found)"
      case .endsBefore(let newest): "the log has only come to notification \(newest)"
      case .otherItem: "another item is under that number now"
      case .noItem: "no item is under that number any more, though none was deleted there"
      }
    return "The follower has read up to notification \(position.id), but \(why). The log was made anew or restored: "
      + "decide from where to go on, and reset the tracking."
  }
}

extension LogPosition {
  /// Holds the position against the log that is there.
  ///
  /// - Parameters:
  ///   - log: The log's identity.
  ///   - newestID: The largest notification id that the log has ever given, also if that item was deleted.
  ///   - largestDeletedID: The largest notification id of all items that were ever deleted; 0 if none was. That nothing is
  ///     under an id up to this one proves nothing.
  ///   - item: The item under the position's id, if there is one.
  /// - Throws: `LogReplaced`.
  package func check(
    log: UUID, newestID: Int, largestDeletedID: Int, item: SequencedItem?
  ) throws(LogReplaced) {
    guard let expected = self.log else { return }
    guard expected == log else { throw LogReplaced(position: self, reason: .otherIdentity(found: log)) }
    guard id <= newestID else { throw LogReplaced(position: self, reason: .endsBefore(newest: newestID)) }
    guard let digest else { return }
    if let item {
      guard ItemDigest(of: item) == digest else { throw LogReplaced(position: self, reason: .otherItem) }
    } else {
      guard id <= largestDeletedID else { throw LogReplaced(position: self, reason: .noItem) }
    }
  }
}
