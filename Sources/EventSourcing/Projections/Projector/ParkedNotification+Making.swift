import Foundation

/// A sequence of a log that something of is parked.
struct ParkedPlace: Hashable {
  private let upstream: ExactText
  private let sequenceID: UUID

  init(_ parked: ParkedNotification) {
    upstream = ExactText(parked.upstream)
    sequenceID = parked.sequenceID
  }
}

/// It is not parked, or not any more: look again at what is.
public struct NotParked: Error, Hashable, CustomStringConvertible {
  public let upstream: String
  public let notificationID: Int

  public init(_ parked: ParkedNotification) {
    upstream = parked.upstream
    notificationID = parked.notificationID
  }

  public var description: String {
    "Notification \(notificationID) from “\(upstream)” is not parked any more: look again at what is."
  }
}

extension ParkedNotification {
  /// What a reaction has failed at.
  package init(failed notification: ItemNotification, from upstream: String, _ error: any Error, attempts: Int) {
    self.init(notification, from: upstream, reason: FailureReason.text(of: error), attempts: attempts)
  }

  /// What waits behind another one of its sequence.
  package init(waiting notification: ItemNotification, from upstream: String) {
    self.init(notification, from: upstream, reason: "waits behind another one of its sequence", attempts: 0)
  }

  private init(_ notification: ItemNotification, from upstream: String, reason: String, attempts: Int) {
    self.init(
      upstream: upstream, notificationID: notification.id, sequenceID: notification.item.sequenceID,
      position: notification.item.position, topic: notification.item.topic, reason: reason, attempts: attempts)
  }

  func failedAgain(_ error: any Error) -> ParkedNotification {
    ParkedNotification(
      upstream: upstream, notificationID: notificationID, sequenceID: sequenceID, position: position, topic: topic,
      reason: FailureReason.text(of: error), attempts: attempts.plus(1))
  }
}
