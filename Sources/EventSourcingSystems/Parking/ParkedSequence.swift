import EventSourcing
import Foundation

/// What is parked of one sequence of an upstream, the oldest first, kept as events of the application that follows.
///
/// The first has failed, and the others wait behind it.
struct ParkedSequence: Aggregate {
  enum Event: EventPayload {
    case parked(
      upstream: String, notificationID: Int, sequenceID: UUID, position: Int, topic: String, reason: String,
      attempts: Int)
    case failedAgain(notificationID: Int, reason: String)
    case retried(notificationID: Int)
    case skipped(notificationID: Int)

    static let storedName = "ParkedNotification"
    enum CodingKeys: String, CodingKey, CaseIterable { case parked, failedAgain, retried, skipped }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  private(set) var waiting: [ParkedNotification] = []

  static func mutate(_ sequence: inout ParkedSequence?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .parked(let upstream, let id, let sequenceID, let position, let topic, let reason, let attempts):
      if sequence == nil { sequence = ParkedSequence(lifecycle: Lifecycle(createdBy: event)) }
      sequence?.waiting.append(
        ParkedNotification(
          upstream: upstream, notificationID: id, sequenceID: sequenceID, position: position, topic: topic,
          reason: reason, attempts: attempts))
    case .failedAgain(let id, let reason):
      guard let first = sequence?.waiting.first, first.notificationID == id else { return }
      sequence?.waiting[0] = ParkedNotification(
        upstream: first.upstream, notificationID: id, sequenceID: first.sequenceID, position: first.position,
        topic: first.topic, reason: reason, attempts: first.attempts + 1)
    case .retried(let id), .skipped(let id):
      sequence?.waiting.removeAll { $0.notificationID == id }
    }
  }

  /// The id of what is parked of a sequence.
  static func id(of sequenceID: UUID, from upstream: String) -> UUID {
    UUID(named: "ParkedNotification.\(upstream)", in: sequenceID)
  }
}

/// Which sequences of an upstream were ever parked, so that those can be found that are.
struct ParkingRegister: Aggregate {
  enum Event: EventPayload {
    case opened(upstream: String, sequenceID: UUID)

    static let storedName = "ParkingRegister"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  private(set) var sequenceIDs: [UUID] = []

  static func mutate(_ register: inout ParkingRegister?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened(_, let sequenceID):
      if register == nil { register = ParkingRegister(lifecycle: Lifecycle(createdBy: event)) }
      register?.sequenceIDs.append(sequenceID)
    }
  }

  /// The id of the register of an upstream.
  static func id(of upstream: String) -> UUID {
    UUID(
      named: "ParkingRegister.\(upstream)",
      in: UUID(uuid: (0x6c, 0x1f, 0x5a, 0x0e, 0x2b, 0x7d, 0x4c, 0x93, 0x9a, 0x41, 0x0d, 0x52, 0x8e, 0xb6, 0x37, 0xf4)))
  }
}
