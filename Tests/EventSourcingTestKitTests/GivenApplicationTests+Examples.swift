import EventSourcing
import Foundation

extension GivenApplicationTests {
  struct Order: Aggregate {
    enum Event: EventPayload, Equatable {
      case placed(cents: Int)
      case paid(paymentID: UUID)

      static let storedName = "Order"
      enum CodingKeys: String, CodingKey, CaseIterable { case placed, paid }
    }

    var lifecycle: Lifecycle
    var pendingEvents = PendingEvents<Event>()

    static func mutate(_ order: inout Order?, with event: DomainEvent<Event>) {
      if case .placed = event.payload { order = Order(lifecycle: Lifecycle(createdBy: event)) }
    }
  }

  struct Payment: Aggregate {
    enum Event: EventPayload, Equatable {
      case asked(cents: Int)
      case taken(receipt: String)
      case forgotten(on: Timestamp)

      static let storedName = "Payment"
      enum CodingKeys: String, CodingKey, CaseIterable { case asked, taken, forgotten }
    }

    var lifecycle: Lifecycle
    var pendingEvents = PendingEvents<Event>()

    static func mutate(_ payment: inout Payment?, with event: DomainEvent<Event>) {
      if payment == nil { payment = Payment(lifecycle: Lifecycle(createdBy: event)) }
    }
  }

  enum Note: EventPayload, Equatable {
    case seen(UUID)

    static let storedName = "Note"
    enum CodingKeys: String, CodingKey, CaseIterable { case seen }
  }

  struct TooMuch: Error, Equatable {}

  struct Charge: Hashable, Sendable {
    let cents: Int
  }
}
