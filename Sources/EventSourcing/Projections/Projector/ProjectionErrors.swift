public import Foundation

/// A projection could not deal with a notification, and has stopped before it: the view is as the notifications before it
/// have left it.
///
/// Correct the code, or rewrite the event, and run it again; or park such notifications.
public struct ProjectionFailed: Error {
  public let projection: String

  /// The name of the log that the notification is from.
  public let upstream: String

  public let notificationID: Int
  public let sequenceID: UUID
  public let position: Int
  public let topic: String

  /// Whether it would have been parked, and as many are parked as may be.
  public let isParkingFull: Bool

  /// What went wrong.
  public let underlying: any Error

  public init(
    projection: String, upstream: String, notification: ItemNotification, isParkingFull: Bool = false,
    underlying: any Error
  ) {
    self.projection = projection
    self.upstream = upstream
    notificationID = notification.id
    sequenceID = notification.item.sequenceID
    position = notification.item.position
    topic = notification.item.topic
    self.isParkingFull = isParkingFull
    self.underlying = underlying
  }
}

extension ProjectionFailed: CustomStringConvertible {
  public var description: String {
    "The projection “\(projection)” has stopped before notification \(notificationID) from “\(upstream)” (sequence "
      + "\(sequenceID), position \(position), topic “\(topic)”): \(FailureReason.text(of: underlying))"
      + (isParkingFull ? " As many notifications are parked as may be: retry or skip them." : "")
  }
}

/// The view had not come so far in time: it is being caught up, or nobody does that, or it has stopped.
public struct ViewBehind: Error, Hashable, CustomStringConvertible {
  public let projection: String
  public let upstream: String

  /// The notification that was waited for.
  public let notificationID: Int

  /// How far the view had come.
  public let found: Int

  public init(projection: String, upstream: String, notificationID: Int, found: Int) {
    self.projection = projection
    self.upstream = upstream
    self.notificationID = notificationID
    self.found = found
  }

  public var description: String {
    "The view “\(projection)” has come to notification \(found) of “\(upstream)”, and \(notificationID) was waited for: "
      + "wait longer, or look whether its projector runs."
  }
}

/// The projector does not follow a log of this name.
public struct NotFollowed: Error, Hashable, CustomStringConvertible {
  public let projection: String
  public let upstream: String

  public init(projection: String, upstream: String) {
    self.projection = projection
    self.upstream = upstream
  }

  public var description: String { "The projector of “\(projection)” does not follow a log named “\(upstream)”." }
}

/// Another process, or another task, makes the view anew at this moment: one does at a time.
public struct RebuildUnderWay: Error, Hashable, CustomStringConvertible {
  public let projection: String

  public init(projection: String) {
    self.projection = projection
  }

  public var description: String {
    "The view “\(projection)” is being rebuilt by somebody else: wait until that has ended, or end it."
  }
}

/// A later version of the projection has made the view anew: this program is too old for it.
public struct ProjectionOutdated: Error, Hashable, CustomStringConvertible {
  public let projection: String
  public let version: Int

  /// The version that the view has.
  public let found: Int

  public init(projection: String, version: Int, found: Int) {
    self.projection = projection
    self.version = version
    self.found = found
  }

  public var description: String {
    "The view “\(projection)” is of version \(found), and this program has version \(version) of the projection: update it."
  }
}
