import EventSourcing
import EventSourcingSystems
import Foundation

struct Order: Aggregate {
  enum Event: EventPayload, Equatable {
    case placed(item: String), reserved(reservationID: UUID), paid(paymentID: UUID)
    static let storedName = "Order"
    enum CodingKeys: String, CodingKey, CaseIterable { case placed, reserved, paid }
  }
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  var isReserved = false
  var isPaid = false
  static func mutate(_ order: inout Order?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .placed: order = Order(lifecycle: Lifecycle(createdBy: event))
    case .reserved: order?.isReserved = true
    case .paid: order?.isPaid = true
    }
  }
}

struct Reservation: Aggregate {
  enum Event: EventPayload, Equatable {
    case made(orderID: UUID)
    static let storedName = "Reservation"
    enum CodingKeys: String, CodingKey, CaseIterable { case made }
  }
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  static func mutate(_ it: inout Reservation?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .made: it = Reservation(lifecycle: Lifecycle(createdBy: event))
    }
  }
}

struct Payment: Aggregate {
  enum Event: EventPayload, Equatable {
    case taken(orderID: UUID)
    static let storedName = "Payment"
    enum CodingKeys: String, CodingKey, CaseIterable { case taken }
  }
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  static func mutate(_ it: inout Payment?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .taken: it = Payment(lifecycle: Lifecycle(createdBy: event))
    }
  }
}

enum Shop {
  static func orders(_ options: ReactionOptions = ReactionOptions()) throws -> ProcessApplication {
    try ProcessApplication("orders", catalog: EventCatalog(.events(of: Order.Event.self)), options: options)
      .when(Reservation.Event.self) { event, work in
        switch event.payload {
        case .made(let orderID):
          var order = try await work.repository(of: Order.self)[orderID]
          try order.trigger(.reserved(reservationID: event.entityID))
          try await order.save()
        }
      }
      .when(Payment.Event.self) { event, work in
        switch event.payload {
        case .taken(let orderID):
          var order = try await work.repository(of: Order.self)[orderID]
          try order.trigger(.paid(paymentID: event.entityID))
          try await order.save()
        }
      }
  }

  static func reservations() throws -> ProcessApplication {
    try ProcessApplication("reservations", catalog: EventCatalog(.events(of: Reservation.Event.self)))
      .when(Order.Event.self) { event, work in
        guard case .placed = event.payload else { return }
        var it = try Reservation.create(.made(orderID: event.entityID), id: work.id("reservation"))
        try await it.save()
      }
  }

  static func payments() throws -> ProcessApplication {
    try ProcessApplication("payments", catalog: EventCatalog(.events(of: Payment.Event.self)))
      .when(Order.Event.self) { event, work in
        guard case .reserved = event.payload else { return }
        var it = try Payment.create(.taken(orderID: event.entityID), id: work.id("payment"))
        try await it.save()
      }
  }

  static func system() throws -> System {
    let orders = try orders()
    return try System(orders | reservations() | orders | payments() | orders)
  }
}
