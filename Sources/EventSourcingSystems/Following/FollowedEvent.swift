import EventSourcing
import Foundation

/// A notification of an upstream, read once, with all that reacting on it needs.
struct FollowedEvent: Sendable {
  let notification: ItemNotification

  /// Where it stands in the log.
  let position: LogPosition

  /// How far the log has been dealt with when this has been.
  let end: LogPosition

  /// What is caused by it has this for a cause.
  let cause: EventCause

  private let read: Result<any SequencedEvent, any Error>

  init(_ notification: ItemNotification, at position: LogPosition, end: LogPosition, from upstream: Upstream) {
    self.notification = notification
    self.position = position
    self.end = end
    cause = EventCause(
      application: upstream.name, sequence: notification.item.sequenceID, position: notification.item.position)
    read = Result { try upstream.catalog.event(from: notification.item) }
  }

  var sequenceID: UUID { notification.item.sequenceID }

  /// What has happened.
  ///
  /// - Throws: What reading the item has thrown, above all `UnreadableItem`.
  var event: any SequencedEvent {
    get throws { try read.get() }
  }

  /// What is known about the events that it causes, whether it can be read or not.
  var metadataOfCaused: EventMetadata {
    .caused(by: cause, (try? event)?.metadata ?? EventMetadata())
  }

  var underWay: WorkUnderWay {
    WorkUnderWay(
      notificationID: notification.id, sequenceID: sequenceID, topic: notification.item.topic)
  }
}

extension NotificationPage {
  /// Those of its notifications that are in a share.
  func events(in share: Share, from upstream: Upstream) -> [FollowedEvent] {
    let mine = notifications.filter { share.contains($0.item.sequenceID) }
    return mine.enumerated().map { index, notification in
      let position = position(after: notification)
      // Behind the last one there is nothing up to the end of the page.
      return FollowedEvent(
        notification, at: position, end: index == mine.count - 1 ? readUpTo : position, from: upstream)
    }
  }
}
