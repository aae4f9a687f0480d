import EventSourcing
import Foundation

/// Which sequences of an upstream have something parked, in the order in which they were parked.
struct ParkingRegister: Aggregate {
  enum Event: EventPayload {
    case opened(upstream: String, sequenceID: UUID)
    case closed(sequenceID: UUID)

    static let storedName = "ParkingRegister"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened, closed }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  private(set) var sequenceIDs: [UUID] = []

  static func mutate(_ register: inout ParkingRegister?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened(_, let sequenceID):
      if register == nil { register = ParkingRegister(lifecycle: Lifecycle(createdBy: event)) }
      register?.sequenceIDs.append(sequenceID)
    case .closed(let sequenceID):
      register?.sequenceIDs.removeAll { $0 == sequenceID }
    }
  }

  /// The id of the register of an upstream.
  static func id(of upstream: String) -> UUID {
    UUID(
      named: "ParkingRegister.\(upstream)",
      in: UUID(uuid: (0x6c, 0x1f, 0x5a, 0x0e, 0x2b, 0x7d, 0x4c, 0x93, 0x9a, 0x41, 0x0d, 0x52, 0x8e, 0xb6, 0x37, 0xf4)))
  }
}
