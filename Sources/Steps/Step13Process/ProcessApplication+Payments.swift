private import EventSourcing
public import EventSourcingSystems
private import Foundation

extension ProcessApplication {
  /// Keeps the payments for orders, and follows the orders.
  ///
  /// - Parameter provider: Who takes the money.
  public static func payments(by provider: any PaymentProvider) throws -> ProcessApplication {
    try ProcessApplication(
      "payments", catalog: EventCatalog(.events(of: Payment.Event.self)),
      options: ReactionOptions(onFailure: .park(atMost: 10), attempts: 2, pause: .milliseconds(1))
    )
    .effect(
      Order.Event.self, "charge",
      asks: { event -> Charge? in
        guard case .placed(_, let cents, _) = event.payload else { return nil }
        return Charge(cents: cents)
      },
      does: { charge, call in try await provider.take(charge, key: call.key) },
      records: { answer, event, work in
        let payload: Payment.Event =
          switch answer {
          case .taken(let receipt): .taken(orderID: event.entityID, receipt: receipt)
          case .awaited: .awaited(orderID: event.entityID)
          }
        var payment = try Payment.create(payload, id: work.id("payment"))
        try await payment.save()
      }
    )
    .when(Order.Event.self) { event, work in
      guard case .cancelled = event.payload else { return }
      // It was made because of the order's first event, and so is found by that.
      let placed = EventCause(application: work.cause.application, sequence: event.entityID, position: 0)
      var payment = try await work.repository(of: Payment.self)[work.id("payment", because: placed)]
      try payment.release(orderID: event.entityID)
      try await payment.save()
    }
  }
}
