package import Foundation

/// What a worker is dealing with, and since when: where it stays the same for long, a reaction does not return.
package struct WorkUnderWay: Hashable, Sendable {
  /// The notification that is reacted on; of a deadline, the one by which it was set.
  package let notificationID: Int

  package let sequenceID: UUID
  package let topic: String

  /// When dealing with it began, or began again.
  package let since: ContinuousClock.Instant

  init(notificationID: Int, sequenceID: UUID, topic: String) {
    self.notificationID = notificationID
    self.sequenceID = sequenceID
    self.topic = topic
    since = .now
  }
}
