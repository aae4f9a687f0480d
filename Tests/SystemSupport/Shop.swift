import EventSourcing
package import EventSourcingSystems
import Foundation

/// Orders, reservations and payments, with refusals and what is done about them.
///
/// An order is refused if its product has no stock, and cancelled if its card is declined, whereupon the reservation is
/// released. Both follow from the order's own data, so that the outcome does not hang on who comes first.
package struct Shop: Sendable {
  /// The product of which nothing is there.
  package static let soldOut = "unicorn"

  /// The card that is declined.
  package static let declined = "0000"

  package let orders: ProcessApplication
  package let reservations: ProcessApplication
  package let payments: ProcessApplication

  package init(_ options: ReactionOptions = ReactionOptions()) throws {
    orders = try Self.orders(options)
    reservations = try Self.reservations(options)
    payments = try Self.payments(options)
  }

  /// Who follows whom.
  package var system: System {
    get throws { try System(orders | reservations | orders | payments | orders) }
  }

  private static func orders(_ options: ReactionOptions) throws -> ProcessApplication {
    try ProcessApplication("orders", catalog: EventCatalog(.events(of: Order.Event.self)), options: options)
      .when(Reservation.Event.self) { event, work in
        switch event.payload {
        case .made(let orderID, _, _):
          try await work.change(orderID) { order in
            .reserved(reservationID: event.entityID, card: order.card, cents: order.cents)
          }
        case .refused(let orderID, let reason): try await work.change(orderID) { _ in .refused(reason: reason) }
        case .released(let orderID): try await work.change(orderID) { _ in .released }
        }
      }
      .when(Payment.Event.self) { event, work in
        switch event.payload {
        case .taken(let orderID, _): try await work.change(orderID) { _ in .paid(paymentID: event.entityID) }
        case .declined(let orderID, let reason):
          try await work.change(orderID) { order in
            .cancelled(reservationID: order.reservationID ?? order.id, reason: reason)
          }
        }
      }
  }

  private static func reservations(_ options: ReactionOptions) throws -> ProcessApplication {
    try ProcessApplication("reservations", catalog: EventCatalog(.events(of: Reservation.Event.self)), options: options)
      .when(Order.Event.self) { event, work in
        switch event.payload {
        case .placed(let product, let quantity, _, _):
          let made: Reservation.Event =
            product == soldOut
            ? .refused(orderID: event.entityID, reason: "no stock")
            : .made(orderID: event.entityID, product: product, quantity: quantity)
          var reservation = try Reservation.create(made, id: work.id("reservation"))
          try await reservation.save()
        case .cancelled(let reservationID, _):
          var reservation = try await work.repository(of: Reservation.self)[reservationID]
          try reservation.trigger(.released(orderID: event.entityID))
          try await reservation.save()
        case .reserved, .refused, .paid, .released: break
        }
      }
  }

  private static func payments(_ options: ReactionOptions) throws -> ProcessApplication {
    try ProcessApplication("payments", catalog: EventCatalog(.events(of: Payment.Event.self)), options: options)
      .when(Order.Event.self) { event, work in
        guard case .reserved(_, let card, let cents) = event.payload else { return }
        let made: Payment.Event =
          card == declined
          ? .declined(orderID: event.entityID, reason: "card declined") : .taken(orderID: event.entityID, cents: cents)
        var payment = try Payment.create(made, id: work.id("payment"))
        try await payment.save()
      }
  }
}

extension ReactionWork {
  fileprivate func change(_ id: UUID, _ decide: (Order) -> Order.Event) async throws {
    var order = try await repository(of: Order.self)[id]
    try order.trigger(decide(order))
    try await order.save()
  }
}
