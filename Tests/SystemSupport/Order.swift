package import EventSourcing
package import Foundation

/// An order of a shop: placed, then reserved and paid, or refused, or cancelled.
package struct Order: Aggregate {
  package enum Event: EventPayload, Equatable {
    case placed(product: String, quantity: Int, card: String, cents: Int)
    case reserved(reservationID: UUID, card: String, cents: Int)
    case refused(reason: String)
    case paid(paymentID: UUID)
    case cancelled(reservationID: UUID, reason: String)
    case released

    package static let storedName = "Order"
    package enum CodingKeys: String, CodingKey, CaseIterable {
      case placed, reserved, refused, paid, cancelled, released
    }
  }

  package enum Status: String, Sendable { case placed, reserved, refused, paid, cancelled, released }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()
  package private(set) var status = Status.placed
  package private(set) var reservationID: UUID?
  package let card: String
  package let cents: Int

  package static func mutate(_ order: inout Order?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .placed(_, _, let card, let cents):
      order = Order(lifecycle: Lifecycle(createdBy: event), card: card, cents: cents)
    case .reserved(let reservationID, _, _):
      order?.status = .reserved
      order?.reservationID = reservationID
    case .refused: order?.status = .refused
    case .paid: order?.status = .paid
    case .cancelled: order?.status = .cancelled
    case .released: order?.status = .released
    }
  }
}
