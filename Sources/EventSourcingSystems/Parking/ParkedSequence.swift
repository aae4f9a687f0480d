import EventSourcing
import Foundation

/// What is parked of one sequence of an upstream, the oldest first, kept as events of the application that follows.
///
/// The first has failed, and the others wait behind it. A notification is known by its id in the upstream's log, and so
/// these events differ from run to run, as those of no other kind do.
struct ParkedSequence: Aggregate {
  enum Event: EventPayload {
    /// The log and the digest tell later whether the notification still is the one that was parked.
    case parked(
      upstream: String, notificationID: Int, sequenceID: UUID, position: Int, topic: String, reason: String,
      attempts: Int, log: UUID?, digest: Int?)
    case failedAgain(notificationID: Int, reason: String)
    case retried(notificationID: Int)
    case skipped(notificationID: Int)

    static let storedName = "ParkedNotification"
    enum CodingKeys: String, CodingKey, CaseIterable { case parked, failedAgain, retried, skipped }
  }

  /// One of the notifications, and where it stood in the log.
  struct Waiting: Hashable, Sendable {
    var notification: ParkedNotification
    let place: LogPosition
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  private(set) var waiting: [Waiting] = []

  static func mutate(_ sequence: inout ParkedSequence?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .parked(
      let upstream, let id, let sequenceID, let position, let topic, let reason, let attempts, let log, let digest):
      if sequence == nil { sequence = ParkedSequence(lifecycle: Lifecycle(createdBy: event)) }
      sequence?.waiting.append(
        Waiting(
          notification: ParkedNotification(
            upstream: upstream, notificationID: id, sequenceID: sequenceID, position: position, topic: topic,
            reason: reason, attempts: attempts),
          place: LogPosition(id: id, log: log, digest: digest.map(ItemDigest.init(rawValue:)))))
    case .failedAgain(let id, let reason):
      guard let index = sequence?.waiting.firstIndex(where: { $0.notification.notificationID == id }) else { return }
      sequence?.waiting[index].notification.failAgain(reason)
    case .retried(let id), .skipped(let id):
      sequence?.waiting.removeAll { $0.notification.notificationID == id }
    }
  }

  /// The id of what is parked of a sequence.
  static func id(of sequenceID: UUID, from upstream: String) -> UUID {
    UUID(named: "ParkedNotification.\(upstream)", in: sequenceID)
  }
}

extension ParkedNotification {
  fileprivate mutating func failAgain(_ reason: String) {
    self = ParkedNotification(
      upstream: upstream, notificationID: notificationID, sequenceID: sequenceID, position: position, topic: topic,
      reason: reason, attempts: attempts.plus(1))
  }
}
