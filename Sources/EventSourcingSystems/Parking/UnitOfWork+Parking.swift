import EventSourcing
import Foundation

extension UnitOfWork {
  /// Parks an event that a reaction has failed at.
  func park(_ event: FollowedEvent, from upstream: String, _ error: any Error, attempts: Int) async throws {
    let parked = ParkedNotification(failed: event.notification, from: upstream, error, attempts: attempts)
    let sequences = repository(of: ParkedSequence.self)
    let id = ParkedSequence.id(of: event.sequenceID, from: upstream)
    try await EventMetadata.$current.withValue(event.metadataOfCaused) {
      if try await sequences.contains(id) {
        var sequence = try await sequences[id]
        let isFirst = sequence.waiting.isEmpty
        try sequence.trigger(.parked(parked, at: event.position))
        try await sequence.save()
        guard isFirst else { return }
      } else {
        var sequence = try ParkedSequence.create(.parked(parked, at: event.position), id: id)
        try await sequence.save()
      }
      try await register(.opened(upstream: upstream, sequenceID: event.sequenceID), of: upstream)
    }
  }

  /// Parks an event behind what is parked of its sequence already.
  ///
  /// It changes what a retry changes, so that of the two at one time one comes first, and the other sees it.
  ///
  /// - Throws: `ParkingOutdated` if nothing is; what reading and storing it throws.
  func parkBehind(_ event: FollowedEvent, from upstream: String) async throws {
    let sequences = repository(of: ParkedSequence.self)
    let id = ParkedSequence.id(of: event.sequenceID, from: upstream)
    guard try await sequences.contains(id) else { throw ParkingOutdated() }
    var sequence = try await sequences[id]
    guard !sequence.waiting.isEmpty else { throw ParkingOutdated() }
    let parked = ParkedNotification(waiting: event.notification, from: upstream)
    try await EventMetadata.$current.withValue(event.metadataOfCaused) {
      try sequence.trigger(.parked(parked, at: event.position))
      try await sequence.save()
    }
  }

  /// Says what has become of a parked notification.
  ///
  /// - Throws: `NotParked` if it is not parked any more; what reading and storing it throws.
  func note(_ outcome: ParkedSequence.Event, of parked: ParkedNotification) async throws {
    var sequence = try await sequence(of: parked)
    guard sequence.waiting.contains(where: { $0.notification.notificationID == parked.notificationID }) else {
      throw NotParked(parked)
    }
    try sequence.trigger(outcome)
    try await sequence.save()
    guard sequence.waiting.isEmpty else { return }
    try await register(.closed(sequenceID: parked.sequenceID), of: parked.upstream)
  }

  /// - Throws: `NotParked` if another one of its sequence is to be dealt with before it, or it is not parked any more.
  func checkIsFirst(_ parked: ParkedNotification) async throws {
    guard try await sequence(of: parked).waiting.first?.notification.notificationID == parked.notificationID else {
      throw NotParked(parked)
    }
  }

  private func sequence(of parked: ParkedNotification) async throws -> ParkedSequence {
    let sequences = repository(of: ParkedSequence.self)
    let id = ParkedSequence.id(of: parked.sequenceID, from: parked.upstream)
    guard try await sequences.contains(id) else { throw NotParked(parked) }
    return try await sequences[id]
  }

  private func register(_ event: ParkingRegister.Event, of upstream: String) async throws {
    let registers = repository(of: ParkingRegister.self)
    let id = ParkingRegister.id(of: upstream)
    if try await registers.contains(id) {
      var register = try await registers[id]
      try register.trigger(event)
      try await register.save()
    } else {
      var register = try ParkingRegister.create(event, id: id)
      try await register.save()
    }
  }
}

extension ParkedSequence.Event {
  fileprivate static func parked(_ parked: ParkedNotification, at place: LogPosition) -> Self {
    .parked(
      upstream: parked.upstream, notificationID: parked.notificationID, sequenceID: parked.sequenceID,
      position: parked.position, topic: parked.topic, reason: parked.reason, attempts: parked.attempts, log: place.log,
      digest: place.digest?.rawValue)
  }
}
