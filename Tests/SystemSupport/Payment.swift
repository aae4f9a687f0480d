package import EventSourcing
package import Foundation

/// A payment that was taken, or declined.
package struct Payment: Aggregate {
  package enum Event: EventPayload, Equatable {
    case taken(orderID: UUID, cents: Int)
    case declined(orderID: UUID, reason: String)

    package static let storedName = "Payment"
    package enum CodingKeys: String, CodingKey, CaseIterable { case taken, declined }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()
  package let orderID: UUID
  package let isTaken: Bool

  package static func mutate(_ payment: inout Payment?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .taken(let orderID, _):
      payment = Payment(lifecycle: Lifecycle(createdBy: event), orderID: orderID, isTaken: true)
    case .declined(let orderID, _):
      payment = Payment(lifecycle: Lifecycle(createdBy: event), orderID: orderID, isTaken: false)
    }
  }
}
