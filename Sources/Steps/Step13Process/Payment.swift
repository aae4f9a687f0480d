public import EventSourcing
public import Foundation

/// The money for an order, as far as the provider has it.
public struct Payment: Aggregate {
  public enum Event: EventPayload, Equatable {
    case taken(orderID: UUID, receipt: String)
    case awaited(orderID: UUID)
    case released(orderID: UUID)

    public static let storedName = "Payment"
    public enum CodingKeys: String, CodingKey, CaseIterable { case taken, awaited, released }
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<Event>()

  /// Whether the customer has still to say yes to it.
  public private(set) var isAwaited = false

  public static func mutate(_ payment: inout Payment?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .taken: payment = Payment(lifecycle: Lifecycle(createdBy: event))
    case .awaited: payment = Payment(lifecycle: Lifecycle(createdBy: event), isAwaited: true)
    case .released: payment?.isAwaited = false
    }
  }

  /// Gives up a payment that is awaited.
  mutating func release(orderID: UUID) throws {
    guard isAwaited else { return }
    try trigger(.released(orderID: orderID))
  }
}
