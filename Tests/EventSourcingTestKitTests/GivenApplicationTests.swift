import EventSourcing
import EventSourcingSystems
import EventSourcingTestKit
import Foundation
import Testing

@Suite("Given an application, when, then")
struct GivenApplicationTests {
  private static let order = UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
  private static let log = UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 3))

  private static func payments() throws -> ProcessApplication {
    try ProcessApplication(
      "payments", catalog: EventCatalog(.events(of: Payment.Event.self), .entries(of: Note.self)))
  }

  /// Asks for a payment, and gives it half an hour.
  private static func asking() throws -> ProcessApplication {
    try payments().when(Order.Event.self) { event, work in
      switch event.payload {
      case .placed(let cents):
        guard cents < 100 else { throw TooMuch() }
        var payment = try Payment.create(.asked(cents: cents), id: work.id("payment"))
        try await payment.save()
        let due = event.timestamp.microseconds + 1_800_000_000
        try await work.setDeadline("unpaid", for: event.entityID, at: Timestamp(microseconds: due))
      case .paid: try await work.cancelDeadline("unpaid", for: event.entityID)
      }
    }
    .whenPassed("unpaid") { deadline, work in
      guard deadline.due == .now else { throw TooMuch() }
      var payment = try Payment.create(.forgotten(on: deadline.due), id: work.id("reminder"))
      try await payment.save()
    }
  }

  /// Has a payment taken, by a provider.
  private static func charging() throws -> ProcessApplication {
    try payments().effect(
      Order.Event.self, "charge",
      asks: { event -> Charge? in
        guard case .placed(let cents) = event.payload else { return nil }
        return Charge(cents: cents)
      }, does: { _, _ -> String in throw TooMuch() },
      records: { receipt, event, work in
        var payment = try await work.repository(of: Payment.self)[event.entityID]
        try payment.trigger(.taken(receipt: receipt))
        try await payment.save()
      })
  }

  private static func reacting(
    _ react: @escaping @Sendable (DomainEvent<Order.Event>, ReactionWork) async throws -> Void
  ) throws -> ProcessApplication {
    try payments().when(Order.Event.self, react)
  }

  @Test func `passes when just the expected events happen, and the deadlines are set`() async throws {
    try await GivenApplication(Self.asking())
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders", at: Timestamp(microseconds: 7))
      .then(
        .event(Payment.Event.asked(cents: 5), as: "payment"),
        .deadline("unpaid", for: Self.order, at: Timestamp(microseconds: 1_800_000_007)))
  }

  @Test func `tells an id as the application derives it`() async throws {
    let cause = EventCause(application: "orders", sequence: Self.order, position: 3)
    let application = try Self.asking()
    let now = Timestamp(microseconds: 9)
    try await EventClock.$current.withValue(EventClock { now }) {
      try await GivenApplication(application)
        .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders", version: 3)
        .then(
          .event(Payment.Event.asked(cents: 5), of: application.id("payment", because: cause)),
          .deadline("unpaid", for: Self.order, at: Timestamp(microseconds: 1_800_000_009)))
    }
  }

  @Test func `passes when nothing is done`() async throws {
    try await GivenApplication(Self.asking())
      .when(Order.Event.paid(paymentID: Self.log), of: Self.order, in: "orders").then()
    try await GivenApplication(Self.asking()).when(entry: Note.seen(Self.order), in: Self.log, of: "notes").then()
  }

  @Test func `takes what was given as stored, of whatever aggregate`() async throws {
    let application = try Self.reacting { event, work in
      for id in [event.entityID, Self.log] {
        var payment = try await work.repository(of: Payment.self)[id]
        try payment.trigger(.taken(receipt: "\(payment.version)"))
        try await payment.save()
      }
    }
    try await GivenApplication(application)
      .and(Payment.Event.asked(cents: 1), of: Self.order)
      .and(Payment.Event.asked(cents: 1), .taken(receipt: "first"), of: Self.log)
      .when(Order.Event.placed(cents: 1), of: Self.order, in: "orders")
      .then(
        .event(Payment.Event.taken(receipt: "1"), of: Self.order),
        .event(Payment.Event.taken(receipt: "2"), of: Self.log))
  }

  @Test func `knows entries of logs, and what is known about an event`() async throws {
    let application = try Self.payments().when(entriesOf: Note.self) { entry, work in
      guard entry.metadata["user"] == "ada" else { throw TooMuch() }
      try work.append(Note.seen(entry.logID), to: Self.order)
    }
    try await GivenApplication(application)
      .when(entry: Note.seen(Self.order), in: Self.log, of: "notes", metadata: ["user": "ada"])
      .then(.entry(Note.seen(Self.log), in: Self.order))
    try await GivenApplication(application)
      .when(entry: Note.seen(Self.order), in: Self.log, of: "notes").thenThrows(TooMuch())
  }

  @Test func `has a deadline pass, and knows when one is cancelled`() async throws {
    let noon = Timestamp(microseconds: 1_000_000_000)
    try await GivenApplication(Self.asking())
      .whenPassed("unpaid", for: Self.order, at: noon)
      .then(.event(Payment.Event.forgotten(on: noon), as: "reminder"))
    try await GivenApplication(Self.asking())
      .and(deadline: "unpaid", for: Self.order, at: noon)
      .when(Order.Event.paid(paymentID: Self.log), of: Self.order, in: "orders")
      .then(.deadlineCancelled("unpaid", for: Self.order))
    let moved = try await GivenApplication(Self.asking())
      .and(deadline: "unpaid", for: Self.order, at: noon)
      .whenPassed("unpaid", for: Self.order, at: Timestamp(microseconds: 5))
    try moved.then(.event(Payment.Event.forgotten(on: Timestamp(microseconds: 5)), as: "reminder"))
    await #expect(throws: UnknownDeadline.self) {
      try await GivenApplication(Self.asking()).whenPassed("other", for: Self.order, at: noon)
    }
  }

  @Test func `tells what a reaction on a deadline has thrown`() async throws {
    let application = try Self.payments().whenPassed("unpaid") { _, _ in throw TooMuch() }
    try await GivenApplication(application)
      .whenPassed("unpaid", for: Self.order, at: Timestamp(microseconds: 5)).thenThrows(TooMuch())
  }

  @Test func `has an effect answered, and what comes of it recorded`() async throws {
    try await GivenApplication(Self.charging())
      .and(Payment.Event.asked(cents: 5), of: Self.order)
      .answering("charge", with: "r1")
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
      .then(.event(Payment.Event.taken(receipt: "r1"), of: Self.order), .effect("charge", Charge(cents: 5)))
    try await GivenApplication(Self.charging())
      .and(Payment.Event.asked(cents: 5), of: Self.order)
      .answering("charge") { (charge: Charge) in "\(charge.cents)" }
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
      .then(.event(Payment.Event.taken(receipt: "5"), of: Self.order), .effect("charge", Charge(cents: 5)))
  }

  @Test func `passes when an effect fails as expected, and nothing is recorded`() async throws {
    try await GivenApplication(Self.charging())
      .answering("charge") { (_: Charge) -> String in throw TooMuch() }
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
      .then(.effect("charge", Charge(cents: 5)), failing: TooMuch())
  }

  @Test func `passes when the application fails as expected`() async throws {
    try await GivenApplication(Self.asking())
      .when(Order.Event.placed(cents: 100), of: Self.order, in: "orders").thenThrows(TooMuch())
  }

  @Test func `knows an effect by its key`() async throws {
    let application = try Self.payments().effect(
      Order.Event.self, "charge", asks: { _ in Charge(cents: 5) }, does: { _, _ in }, records: { _, _, _ in })
    let outcome = try await GivenApplication(application).answering("charge", with: ())
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
    // As it was when this was written: a key that changes has what was done before be done again.
    let key = try #require(UUID(uuidString: "01000000-0000-8FC4-916D-CB46389F048C"))
    try outcome.then(.effect("charge", Charge(cents: 5), key: key))
    #expect(try !failures { try outcome.then(.effect("charge", Charge(cents: 5), key: Self.log)) }.isEmpty)
  }

  @Test(arguments: [
    Consequence.event(Payment.Event.asked(cents: 6), as: "payment"),
    .event(Payment.Event.asked(cents: 5), as: "other"),
    .event(Payment.Event.asked(cents: 5), of: order),
    .event(Order.Event.placed(cents: 5), as: "payment"),
    .entry(Note.seen(order), in: log),
  ])
  func `fails when something else happens`(_ expected: Consequence) async throws {
    let outcome = try await GivenApplication(Self.asking())
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders", at: Timestamp(microseconds: 7))
    let deadline = Consequence.deadline("unpaid", for: Self.order, at: Timestamp(microseconds: 1_800_000_007))
    #expect(try !failures { try outcome.then(expected, deadline) }.isEmpty)
    #expect(try !failures { try outcome.then(deadline) }.isEmpty)
    #expect(try !failures { try outcome.then(expected, expected, deadline) }.isEmpty)
  }

  @Test func `fails when other deadlines or effects happen`() async throws {
    let event = Consequence.event(Payment.Event.asked(cents: 5), as: "payment")
    let outcome = try await GivenApplication(Self.asking())
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders", at: Timestamp(microseconds: 7))
    let other = Timestamp(microseconds: 1_800_000_008)
    #expect(try !failures { try outcome.then(event) }.isEmpty)
    #expect(try !failures { try outcome.then(event, .deadline("unpaid", for: Self.order, at: other)) }.isEmpty)
    #expect(try !failures { try outcome.then(event, .deadlineCancelled("unpaid", for: Self.order)) }.isEmpty)
    let charged = try await GivenApplication(Self.charging()).and(Payment.Event.asked(cents: 5), of: Self.order)
      .answering("charge", with: "r1").when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
    let taken = Consequence.event(Payment.Event.taken(receipt: "r1"), of: Self.order)
    #expect(try !failures { try charged.then(taken) }.isEmpty)
    #expect(try !failures { try charged.then(taken, .effect("charge", Charge(cents: 6))) }.isEmpty)
    #expect(try !failures { try charged.then(taken, .effect("other", Charge(cents: 5))) }.isEmpty)
    #expect(try !failures { try charged.then(taken, .effect("charge", "5")) }.isEmpty)
  }

  @Test func `fails when the application fails, or does not as it should`() async throws {
    let failed = try await GivenApplication(Self.asking())
      .when(Order.Event.placed(cents: 100), of: Self.order, in: "orders")
    #expect(try !failures { try failed.then() }.isEmpty)
    let done = try await GivenApplication(Self.asking())
      .when(Order.Event.paid(paymentID: Self.log), of: Self.order, in: "orders")
    #expect(try !failures { try done.thenThrows(TooMuch()) }.isEmpty)
  }

  @Test func `fails when ids are made at random`() async throws {
    let application = try Self.reacting { _, _ in
      var payment = try Payment.create(.asked(cents: 5), id: UUID())
      try await payment.save()
    }
    let outcome = try await GivenApplication(application)
      .when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
    let found = try failures { try outcome.then(.event(Payment.Event.asked(cents: 5), as: "payment")) }
    #expect("\(try #require(found.first))".contains("it has done something else"))
  }

  @Test func `fails when the clock on the wall is read`() async throws {
    func outcome(_ now: @escaping @Sendable () -> Timestamp) async throws -> ReactionOutcome {
      let application = try Self.reacting { _, work in
        var payment = try Payment.create(.asked(cents: 5), id: work.id("payment"))
        try payment.trigger(.forgotten(on: now()))
        try await payment.save()
      }
      return try await GivenApplication(application).when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
    }
    let wrong = try await outcome { Timestamp(Date()) }
    let found = try failures { try wrong.then() }
    #expect("\(try #require(found.first))".contains("it has done something else"))

    let now = Timestamp(microseconds: 9)
    try await EventClock.$current.withValue(EventClock { now }) {
      try await outcome { .now }
        .then(
          .event(Payment.Event.asked(cents: 5), as: "payment"),
          .event(Payment.Event.forgotten(on: now), as: "payment"))
    }
  }

  @Test func `refuses a test that does not say what comes of an effect, or says what cannot`() async throws {
    let given = try GivenApplication(Self.charging()).and(Payment.Event.asked(cents: 5), of: Self.order)
    for given in [given, given.answering("charge", with: 5), given.answering("charge") { (_: Int) in "r1" }] {
      await #expect(throws: ScenarioFailed.self) {
        try await given.when(Order.Event.placed(cents: 5), of: Self.order, in: "orders")
      }
    }
  }

  @Test func `fails at the line of the expectation, and says what was expected and what was found`() async throws {
    let outcome = try await GivenApplication(Self.asking())
      .when(Order.Event.paid(paymentID: Self.log), of: Self.order, in: "orders")
    let found = try failures {
      try outcome
        .then(.event(Payment.Event.asked(cents: 5), of: Self.order))
    }
    let failure = try #require(found.first)
    #expect(failure.sourceLocation?.line == #line - 3)
    #expect(failure.sourceLocation?.fileID == #fileID)
    #expect("\(failure)".contains("expected asked(cents: 5) of \(Self.order), but found no events"), "\(failure)")
  }
}
