import EventSourcing
import Foundation

extension UnitOfWork {
  /// Parks a notification behind what is parked of its sequence already.
  func park(_ parked: ParkedNotification) async throws {
    let sequences = repository(of: ParkedSequence.self)
    let id = ParkedSequence.id(of: parked.sequenceID, from: parked.upstream)
    let event = ParkedSequence.Event.parked(
      upstream: parked.upstream, notificationID: parked.notificationID, sequenceID: parked.sequenceID,
      position: parked.position, topic: parked.topic, reason: parked.reason, attempts: parked.attempts)
    if try await sequences.contains(id) {
      var sequence = try await sequences[id]
      try sequence.trigger(event)
      try await sequence.save()
    } else {
      var sequence = try ParkedSequence.create(event, id: id)
      try await sequence.save()
      try await register(parked)
    }
  }

  private func register(_ parked: ParkedNotification) async throws {
    let registers = repository(of: ParkingRegister.self)
    let id = ParkingRegister.id(of: parked.upstream)
    let event = ParkingRegister.Event.opened(upstream: parked.upstream, sequenceID: parked.sequenceID)
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
