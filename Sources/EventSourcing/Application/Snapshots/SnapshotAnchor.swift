import Foundation

/// The last event that was folded into a snapshot, and the state of the log when it was.
///
/// The number under which the event was recorded tells two lives of one id apart; the revision, whether an event before
/// it was changed since.
struct SnapshotAnchor: Hashable, Codable, Sendable {
  /// The event's notification id.
  let event: Int

  /// The digest of the event's item.
  let digest: Int

  /// The log's identity.
  let log: UUID

  /// How often the log's past had been changed.
  let changes: Int

  init(_ notification: ItemNotification, _ revision: LogRevision) {
    event = notification.id
    digest = ItemDigest(of: notification.item).rawValue
    log = revision.log
    changes = revision.changes
  }

  /// Whether it is of another log than a later one, or from before the past of the log was changed.
  func isOfBefore(_ other: SnapshotAnchor) -> Bool {
    log != other.log || changes < other.changes
  }

  /// Why what was folded up to the anchor is not what is stored; `nil` if it is.
  ///
  /// - Parameters:
  ///   - notification: What is stored where the event was; `nil` if nothing is.
  ///   - revision: The state of the log, as it was after that had been read: then nothing was changed before.
  func problem(
    with notification: ItemNotification?, in revision: LogRevision
  ) -> SnapshotCounts.Reason? {
    guard revision.log == log else { return .anotherLog }
    guard revision.changes == changes else { return .pastChanged }
    guard let notification else { return .aheadOfLog }
    guard notification.id == event, ItemDigest(of: notification.item).rawValue == digest else { return .anotherEvent }
    return nil
  }
}
