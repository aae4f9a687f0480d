private import EventSourcing
public import EventSourcingSystems
public import Foundation

extension ProcessApplication {
  /// Keeps orders and the requests for them, and follows the payments.
  public static func orders() throws -> ProcessApplication {
    try ProcessApplication(
      "orders", catalog: EventCatalog(.events(of: Order.Event.self), .events(of: PlaceOrder.Event.self))
    )
    .when(Payment.Event.self) { event, work in
      guard case .taken(let orderID, let receipt) = event.payload else { return }
      var order = try await work.repository(of: Order.self)[orderID]
      try order.pay(receipt: receipt)
      try await order.save()
      try await work.end(order.requestID, .done)
      try await work.cancelDeadline("unpaid", for: orderID)
    }
    .whenPassed("unpaid") { deadline, work in
      var order = try await work.repository(of: Order.self)[deadline.subject]
      try order.cancel("not paid in time")
      try await order.save()
      try await work.end(order.requestID, .refused(reason: "not paid in time"))
    }
  }
}

extension ReactionWork {
  /// Ends the request of an order.
  fileprivate func end(_ requestID: UUID, _ event: PlaceOrder.Event) async throws {
    var request = try await repository(of: PlaceOrder.self)[requestID]
    try request.end(event)
    try await request.save()
  }
}

extension HostedApplication {
  /// Places an order, once for each request, and gives it half an hour to be paid.
  ///
  /// - Parameters:
  ///   - requestID: The id that the customer's program has given to the request.
  ///   - orderID: The id for the order, if it is placed now.
  /// - Throws: `CommandDiffers`; what recording throws.
  @discardableResult
  public func place(
    _ item: String, cents: Int, requestID: UUID, orderID: UUID
  ) async throws -> PlaceOrder {
    try await perform(once: requestID, .asked(item: item, cents: cents)) { _, work in
      var order = try Order.create(.placed(item: item, cents: cents, requestID: requestID), id: orderID)
      try await order.save()
      let due = Timestamp(microseconds: Timestamp.now.microseconds + 30 * 60 * 1_000_000)
      try await work.setDeadline("unpaid", for: orderID, at: due)
    }
  }
}
