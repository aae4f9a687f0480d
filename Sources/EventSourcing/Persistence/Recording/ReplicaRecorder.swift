/// A recorder that can hold a copy of another one's log, with the same notification ids.
///
/// It stands apart, since a log that takes ids from elsewhere must not give ids of its own: append nothing else to it.
public protocol ReplicaRecorder: Recorder {
  /// Records notifications under the ids that they have, all or nothing.
  ///
  /// - Parameter notifications: In the order of their ids, all above those that were recorded before. Gaps are as they
  ///   are in the log that is copied, of ids and of positions.
  /// - Throws: `ReplicaRefused` if the ids do not grow; `ConcurrencyError` if a position is taken; `RecorderError`.
  func replicate(_ notifications: [ItemNotification]) async throws
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
