package import EventSourcing
package import Foundation

/// A reservation of what is ordered, or that there is none.
package struct Reservation: Aggregate {
  package enum Event: EventPayload, Equatable {
    case made(orderID: UUID, product: String, quantity: Int)
    case refused(orderID: UUID, reason: String)
    case released(orderID: UUID)

    package static let storedName = "Reservation"
    package enum CodingKeys: String, CodingKey, CaseIterable { case made, refused, released }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()
  package let orderID: UUID
  package private(set) var isHeld: Bool

  package static func mutate(_ reservation: inout Reservation?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .made(let orderID, _, _):
      reservation = Reservation(lifecycle: Lifecycle(createdBy: event), orderID: orderID, isHeld: true)
    case .refused(let orderID, _):
      reservation = Reservation(lifecycle: Lifecycle(createdBy: event), orderID: orderID, isHeld: false)
    case .released: reservation?.isHeld = false
    }
  }
}
