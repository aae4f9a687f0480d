/// A recorder that can hold a copy of another one's log, with the same notification ids.
///
/// It stands apart, since a log that takes ids from elsewhere must not give ids of its own: append nothing else to it.
/// Whatever can take items at their own places can also put back what is missing in a log of its own.
public protocol ReplicaRecorder: Recorder {
  /// Records notifications under the ids that they have, all or nothing.
  ///
  /// - Parameter notifications: In the order of their ids, all above those that were recorded before. Gaps are as they
  ///   are in the log that is copied, of ids and of positions.
  /// - Throws: `InvalidAppend` if no append could have recorded an item, or an entity's sequence would hold entries of
  ///   a log; `ReplicaRefused` if the ids do not grow; `ConcurrencyError` if a position is taken; `RecorderError`;
  ///   `CancellationError` if the task was cancelled before. Nothing was recorded then.
  func replicate(_ notifications: [ItemNotification]) async throws

  /// Puts back items that are missing, from a backup or as you know that they were, all or nothing: what closes a
  /// `SequenceGap`.
  ///
  ///     let lost = DomainEvent(entityID: id, entityVersion: 1, timestamp: time, payload: Account.Event.deposited(cents: 5))
  ///     try await recorder.restore([store.mapper.item(from: lost)])
  ///
  /// An append could not do it, since it comes after what is stored. Each item gets a new notification id, after all
  /// that were given: followers hear of it late, and hear of it again if they had heard before. Others may append
  /// meanwhile. Run it by hand, with a backup.
  ///
  /// - Parameter items: In whatever order. A sequence's first item needs beside it all that are missing up to those
  ///   that are there, and what comes after the newest needs what comes between.
  /// - Throws: `InvalidAppend` as `replicate(_:)`; `RestoreError` if a sequence could not be read afterwards;
  ///   `ConcurrencyError` if there is an item at one of the places; `RecorderError`; `CancellationError`. Nothing was
  ///   put back then.
  func restore(_ items: [SequencedItem]) async throws
}

/// Notifications cannot be recorded under the ids that they have; nothing was recorded.
public struct ReplicaRefused: Error, Hashable, CustomStringConvertible {
  /// The id that does not fit.
  public let id: Int

  /// The id before it: the largest that was recorded, or the one before it in the list.
  public let newest: Int

  public init(id: Int, newest: Int) {
    self.id = id
    self.newest = newest
  }

  public var description: String {
    "Notification \(id) cannot be recorded after \(newest): the ids of a replica grow. Read the original after "
      + "\(newest), and append to a replica nothing of its own."
  }
}

extension ReplicaRefused {
  /// - Throws: `ReplicaRefused` unless the ids grow from the newest one on.
  package static func check(_ notifications: [ItemNotification], after newest: Int) throws(ReplicaRefused) {
    var newest = newest
    for notification in notifications {
      guard notification.id > newest else { throw ReplicaRefused(id: notification.id, newest: newest) }
      newest = notification.id
    }
  }
}
