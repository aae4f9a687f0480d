/// A page of a notification sequence, and how far it has read.
public struct NotificationPage: Hashable, Sendable {
  /// The wanted items, in order.
  public let notifications: [ItemNotification]

  /// Up to here everything has been looked at: what to read after next, and to keep as tracking.
  ///
  /// It moves over items that were not wanted, too.
  public let readUpTo: LogPosition

  /// Whether there was nothing behind it that could be read yet; else there is more at once.
  public let isAtEnd: Bool

  public init(notifications: [ItemNotification], readUpTo: LogPosition, isAtEnd: Bool) {
    self.notifications = notifications
    self.readUpTo = readUpTo
    self.isAtEnd = isAtEnd
  }
}

extension NotificationPage {
  /// The position behind one of its notifications: what a follower remembers that has come so far.
  public func position(after notification: ItemNotification) -> LogPosition {
    guard notification.id < readUpTo.id else { return readUpTo }
    return LogPosition(id: notification.id, log: readUpTo.log, digest: ItemDigest(of: notification.item))
  }
}
