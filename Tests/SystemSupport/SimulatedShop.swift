package import EventSourcing
package import EventSourcingSystems
package import Foundation

/// An order of the simulated shop: it is paid, or refused, declined, or cancelled when it was not paid in time.
package struct ShopOrder: Aggregate {
  package enum Event: EventPayload, Equatable {
    case placed(item: String, card: String, payBy: Timestamp)
    case reserved(reservationID: UUID, card: String)
    case refused
    case paid(receipt: UUID)
    case declined(reservationID: UUID?)
    case cancelled(reservationID: UUID?)

    package static let storedName = "ShopOrder"
    package enum CodingKeys: String, CodingKey, CaseIterable {
      case placed, reserved, refused, paid, declined, cancelled
    }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()
  package let card: String
  package let payBy: Timestamp
  package private(set) var reservationID: UUID?

  package static func mutate(_ order: inout ShopOrder?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .placed(_, let card, let payBy):
      order = ShopOrder(lifecycle: Lifecycle(createdBy: event), card: card, payBy: payBy)
    case .reserved(let reservationID, _): order?.reservationID = reservationID
    case .refused, .paid, .declined, .cancelled: break
    }
  }
}

package struct ShopReservation: Aggregate {
  package enum Event: EventPayload, Equatable {
    case made(orderID: UUID)
    case refused(orderID: UUID)
    case released

    package static let storedName = "ShopReservation"
    package enum CodingKeys: String, CodingKey, CaseIterable { case made, refused, released }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()

  package static func mutate(_ reservation: inout ShopReservation?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .made, .refused: reservation = ShopReservation(lifecycle: Lifecycle(createdBy: event))
    case .released: break
    }
  }
}

package struct ShopPayment: Aggregate {
  package enum Event: EventPayload, Equatable {
    case taken(orderID: UUID, receipt: UUID)
    case declined(orderID: UUID)

    package static let storedName = "ShopPayment"
    package enum CodingKeys: String, CodingKey, CaseIterable { case taken, declined }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()

  package static func mutate(_ payment: inout ShopPayment?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .taken, .declined: payment = ShopPayment(lifecycle: Lifecycle(createdBy: event))
    }
  }
}

/// A shop whose outcome does not hang on who comes first: whether an order is refused, declined or never paid follows
/// from what was ordered.
package enum SimulatedShop {
  package static let soldOut = "a lamp that is sold out"
  package static let declined = "a card that is declined"
  package static let forgotten = "a card that is never shown"

  /// How its work is divided where it is.
  package static let partitions: Partitions = ["orders": 3, "reservations": 2, "payments": 2]

  private static let unpaid = "unpaid"

  package static func orders() throws -> ProcessApplication {
    try ProcessApplication("orders", catalog: EventCatalog(.events(of: ShopOrder.Event.self)))
      .when(ShopReservation.Event.self) { event, work in
        switch event.payload {
        case .made(let orderID):
          let order = try await change(orderID, work) { .reserved(reservationID: event.entityID, card: $0.card) }
          try await work.setDeadline(unpaid, for: orderID, at: order.payBy)
        case .refused(let orderID): try await change(orderID, work) { _ in .refused }
        case .released: break
        }
      }
      .when(ShopPayment.Event.self) { event, work in
        switch event.payload {
        case .taken(let orderID, let receipt):
          try await change(orderID, work) { _ in .paid(receipt: receipt) }
          try await work.cancelDeadline(unpaid, for: orderID)
        case .declined(let orderID):
          try await change(orderID, work) { .declined(reservationID: $0.reservationID) }
          try await work.cancelDeadline(unpaid, for: orderID)
        }
      }
      .whenPassed(unpaid) { deadline, work in
        try await change(deadline.subject, work) { .cancelled(reservationID: $0.reservationID) }
      }
  }

  @discardableResult
  private static func change(
    _ id: UUID, _ work: ReactionWork, _ event: (ShopOrder) -> ShopOrder.Event
  ) async throws -> ShopOrder {
    var order = try await work.repository(of: ShopOrder.self)[id]
    try order.trigger(event(order))
    try await order.save()
    return order
  }

  /// - Parameter id: Gives the id of a reservation.
  package static func reservations(
    id: @escaping @Sendable (ReactionWork) -> UUID = { $0.id("reservation") }
  ) throws -> ProcessApplication {
    try ProcessApplication("reservations", catalog: EventCatalog(.events(of: ShopReservation.Event.self)))
      .when(ShopOrder.Event.self) { event, work in
        switch event.payload {
        case .placed(let item, _, _):
          let isThere = item != soldOut
          var reservation = try ShopReservation.create(
            isThere ? .made(orderID: event.entityID) : .refused(orderID: event.entityID), id: id(work))
          try await reservation.save()
        case .declined(let id?), .cancelled(let id?):
          var reservation = try await work.repository(of: ShopReservation.self)[id]
          try reservation.trigger(.released)
          try await reservation.save()
        case .reserved, .refused, .paid, .declined, .cancelled: break
        }
      }
  }

  /// - Parameters:
  ///   - provider: Takes the money for a card, once for each key.
  ///   - receipt: What an order is told of a payment.
  package static func payments(
    provider: @escaping @Sendable (_ card: String, _ key: UUID) async throws -> Void = { _, _ in },
    receipt: @escaping @Sendable (_ key: UUID) -> UUID = { $0 }
  ) throws -> ProcessApplication {
    try ProcessApplication("payments", catalog: EventCatalog(.events(of: ShopPayment.Event.self)))
      .effect(
        ShopOrder.Event.self, "charge",
        asks: { event -> String? in
          guard case .reserved(_, let card) = event.payload, card != forgotten else { return nil }
          return card
        },
        does: { card, call -> UUID? in
          guard card != declined else { return nil }
          try await provider(card, call.key)
          return receipt(call.key)
        },
        records: { receipt, event, work in
          let orderID = event.entityID
          var payment = try ShopPayment.create(
            receipt.map { .taken(orderID: orderID, receipt: $0) } ?? .declined(orderID: orderID),
            id: work.id("payment"))
          try await payment.save()
        })
  }

  package static func system(
    orders: ProcessApplication? = nil, reservations: ProcessApplication? = nil, payments: ProcessApplication? = nil
  ) throws -> System {
    let orders = try orders ?? Self.orders()
    let reservations = try reservations ?? Self.reservations()
    let payments = try payments ?? Self.payments()
    return try System(orders | reservations | orders | payments | orders)
  }

  /// Orders of all sorts, as many and which a seed gives: three to five.
  package static func commands(seed: UInt64) -> [SimulatedCommand] {
    var random = SeededGenerator(seed: seed &* 31)
    let ids = IDGenerator.counting()
    return (1...Int.random(in: 3...5, using: &random)).map { number in
      let id = ids.next()
      let sort = Int.random(in: 0...5, using: &random)
      let start = SimulationRunner.start.microseconds
      // Who pays has years, so that no clock that jumps comes between.
      let payBy = Timestamp(microseconds: start + (sort == 2 ? 1_800_000_000 : 1_000_000_000_000_000))
      let card = [2: forgotten, 1: declined][sort] ?? "card \(number)"
      return placing(id, name: "order \(number)", item: sort == 0 ? soldOut : "lamp", card: card, payBy: payBy)
    }
  }

  /// Places an order, once: an id that is in use is that of the same order.
  package static func placing(
    _ id: UUID, name: String, item: String, card: String, payBy: Timestamp
  ) -> SimulatedCommand {
    SimulatedCommand(name, to: "orders") { unit in
      guard try await !unit.repository(of: ShopOrder.self).contains(id) else { return }
      var order = try ShopOrder.create(.placed(item: item, card: card, payBy: payBy), id: id)
      try await order.save()
    }
  }
}
