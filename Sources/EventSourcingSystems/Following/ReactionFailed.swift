import EventSourcing
public import Foundation

/// An application could not deal with a notification, and has stopped before it: it is as the notifications before it
/// have left it.
///
/// Correct the code, or rewrite the event, and run it again; or have such notifications parked.
public struct ReactionFailed: Error {
  public let application: String

  /// The name of the application that the notification is from.
  public let upstream: String

  public let notificationID: Int
  public let sequenceID: UUID
  public let position: Int
  public let topic: String

  /// Whether it would have been parked, and as many are parked as may be.
  public let isParkingFull: Bool

  /// What went wrong; `nil` if it would only have had to wait behind another one that is parked.
  public let underlying: (any Error)?

  init(
    application: String, upstream: String, notification: ItemNotification, isParkingFull: Bool,
    underlying: (any Error)?
  ) {
    self.application = application
    self.upstream = upstream
    notificationID = notification.id
    sequenceID = notification.item.sequenceID
    position = notification.item.position
    topic = notification.item.topic
    self.isParkingFull = isParkingFull
    self.underlying = underlying
  }
}

extension ReactionFailed: CustomStringConvertible {
  public var description: String {
    let why = underlying.map(FailureReason.text) ?? "it would have to wait behind another one of its sequence."
    return
      "“\(application)” has stopped before notification \(notificationID) from “\(upstream)” (sequence \(sequenceID), "
      + "position \(position), topic “\(topic)”): \(why)"
      + (isParkingFull ? " As many notifications are parked as may be: retry or skip them." : "")
  }
}
