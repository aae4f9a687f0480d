import EventSourcing
import EventSourcingSystems
import EventSourcingTestKit
import Foundation
import Step13Process
import Testing

@Suite("The policies of orders and payments")
struct PolicyTests {
  /// A provider whose answers the tests give.
  private struct Nobody: PaymentProvider {
    struct Asked: Error {}

    func take(_ charge: Charge, key: UUID) throws -> ChargeAnswer { throw Asked() }
  }

  private let request = UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
  private let order = UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
  private let payment = UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 3))
  private let noon = Timestamp(microseconds: 1_767_268_800_000_000)

  private var placed: Order.Event { .placed(item: "lamp", cents: 4_900, requestID: request) }

  /// Orders with one that is open, half an hour before it must be paid.
  private func orders() throws -> GivenApplication {
    try GivenApplication(.orders())
      .and(PlaceOrder.Event.asked(item: "lamp", cents: 4_900), of: request)
      .and(placed, of: order)
  }

  private func payments() throws -> GivenApplication {
    GivenApplication(try .payments(by: Nobody()))
  }

  @Test func `the money for an order is taken, and noted`() async throws {
    try await payments()
      .answering("charge", with: ChargeAnswer.taken(receipt: "17"))
      .when(placed, of: order, in: "orders")
      .then(
        .effect("charge", Charge(cents: 4_900)),
        .event(Payment.Event.taken(orderID: order, receipt: "17"), as: "payment"))
  }

  @Test func `a payment that the customer has to confirm is awaited`() async throws {
    try await payments()
      .answering("charge", with: ChargeAnswer.awaited)
      .when(placed, of: order, in: "orders")
      .then(.effect("charge", Charge(cents: 4_900)), .event(Payment.Event.awaited(orderID: order), as: "payment"))
  }

  @Test func `nothing is noted while the provider does not answer`() async throws {
    struct Silence: Error, Equatable {}
    try await payments()
      .answering("charge") { (_: Charge) -> ChargeAnswer in throw Silence() }
      .when(placed, of: order, in: "orders")
      .then(.effect("charge", Charge(cents: 4_900)), failing: Silence())
  }

  @Test func `a payment that is awaited is released when the order is cancelled, and no other`() async throws {
    let application = try ProcessApplication.payments(by: Nobody())
    let id = application.id("payment", because: EventCause(application: "orders", sequence: order, position: 0))
    for (payment, isReleased) in [
      (Payment.Event.awaited(orderID: order), true), (.taken(orderID: order, receipt: "17"), false),
    ] {
      let outcome = try await GivenApplication(application).and(payment, of: id)
        .when(Order.Event.cancelled(reason: "late"), of: order, in: "orders", version: 1)
      if isReleased {
        try outcome.then(.event(Payment.Event.released(orderID: order), of: id))
      } else {
        try outcome.then()
      }
    }
  }

  @Test func `an order is paid when the money is taken, its request is done, and nobody waits any more`() async throws {
    try await orders().and(deadline: "unpaid", for: order, at: noon)
      .when(Payment.Event.taken(orderID: order, receipt: "17"), of: payment, in: "payments")
      .then(
        .event(Order.Event.paid(receipt: "17"), of: order), .event(PlaceOrder.Event.done, of: request),
        .deadlineCancelled("unpaid", for: order))
  }

  @Test func `an order that is not paid in time is cancelled, and its request refused`() async throws {
    try await orders()
      .whenPassed("unpaid", for: order, at: noon)
      .then(
        .event(Order.Event.cancelled(reason: "not paid in time"), of: order),
        .event(PlaceOrder.Event.refused(reason: "not paid in time"), of: request))
  }

  @Test func `an order that has ended stays as it is`() async throws {
    let cancelled = try orders()
      .and(Order.Event.cancelled(reason: "late"), of: order)
      .and(PlaceOrder.Event.refused(reason: "late"), of: request)
    try await cancelled
      .when(Payment.Event.taken(orderID: order, receipt: "17"), of: payment, in: "payments").then()
    try await cancelled.whenPassed("unpaid", for: order, at: noon).then()
  }
}
