import EventSourcing
import EventSourcingSystems
import Foundation
import SystemSupport

/// A request for an order, which is kept in an application of its own.
struct CreateOrder: Command {
  enum Event: EventPayload, Equatable {
    case given(item: String)
    case done(orderID: UUID)
    case refused(reason: String)
    case withdrawn

    static let storedName = "CreateOrder"
    enum CodingKeys: String, CodingKey, CaseIterable { case given, done, refused, withdrawn }
  }

  enum Outcome: Hashable, Sendable {
    case order(UUID)
    case refused(String)
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  let request: Event
  private(set) var outcome: Outcome?

  static func mutate(_ command: inout CreateOrder?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .given: command = CreateOrder(lifecycle: Lifecycle(createdBy: event), request: event.payload)
    case .done(let orderID): command?.outcome = .order(orderID)
    case .refused(let reason): command?.outcome = .refused(reason)
    case .withdrawn: command = nil
    }
  }
}

/// Commands, orders that are placed because of them, and commands that are done when an order is placed.
enum CommandedShop {
  static func commands() throws -> ProcessApplication {
    try ProcessApplication("commands", catalog: EventCatalog(.events(of: CreateOrder.Event.self)))
      .when(Order.Event.self) { event, work in
        guard case .placed = event.payload, let cause = event.metadata.cause else { return }
        var command = try await work.repository(of: CreateOrder.self)[cause.sequence]
        try command.trigger(.done(orderID: event.entityID))
        try await command.save()
      }
  }

  static func orders() throws -> ProcessApplication {
    try ProcessApplication("orders", catalog: EventCatalog(.events(of: Order.Event.self)))
      .when(CreateOrder.Event.self) { event, work in
        guard case .given(let item) = event.payload else { return }
        var order = try Order.create(
          .placed(product: item, quantity: 1, card: "good", cents: 100), id: work.id("order"))
        try await order.save()
      }
  }

  static func system() throws -> System {
    let commands = try commands()
    return try System(commands | orders() | commands)
  }
}
