import EventSourcing
import EventSourcingTestKit
import Exercise09
import Foundation
import Practice
import Testing

@Suite("Exercise 09: an old event shape")
struct OldShapeTests {
  /// A number of whole euros, any but the same on each run.
  private let euros: Int

  /// Prices in cents, any but the same on each run.
  private let prices: [Int]

  init() {
    var generator = SeededGenerator(seed: 9)
    euros = .random(in: 10...60, using: &generator)
    prices = (0..<40).map { _ in .random(in: 101...9_999, using: &generator) }
  }

  @Test func `an old sale is read in cents`() throws {
    #expect(throws: Never.self, "Rule: what was stored last year has to be readable for ever.") {
      let sale = try oldSale("\(euros)")
      #expect(
        sale == .ticketSold(seat: "C7", cents: 100 * euros),
        "Rule: what was \(euros) euros is \(100 * euros) cents, and the seat is the same.")
    }
  }

  @Test func `no cent is lost on the way`() throws {
    let wrong = try (prices + [1, 29, 57, 115, 1_999]).filter { cents in
      let price = "\(cents / 100)." + "\(100 + cents % 100)".suffix(2)
      return try oldSale(price) != .ticketSold(seat: "C7", cents: cents)
    }
    #expect(wrong == [], "Rule: take the nearest whole number. These are the prices that went wrong, in cents.")
  }

  @Test func `an old refund is read in cents`() throws {
    let stored = StoredForm(topic: "Till.ticketRefunded", data: #"{"price":\#(euros).5}"#)
    #expect(throws: Never.self, "Rule: each event that had the old shape needs its step. Refunds were in euros, too.") {
      let refund = try stored.payload(as: TillEvent.self)
      #expect(refund == .ticketRefunded(cents: 100 * euros + 50), "Rule: what was \(euros).5 euros has 50 cents.")
    }
  }

  @Test func `a new sale is stored in cents, as version 2`() throws {
    #expect(
      try StoredForm(of: TillEvent.ticketSold(seat: "D\(euros)", cents: 100 * euros))
        == StoredForm(topic: "Till.ticketSold@2", data: #"{"cents":\#(100 * euros),"seat":"D\#(euros)"}"#),
      "Rule: new events are stored in the newest shape. One step makes it version 2.")
  }

  @Test func `a new refund is stored in cents, as version 2`() throws {
    #expect(
      try StoredForm(of: TillEvent.ticketRefunded(cents: 100 * euros))
        == StoredForm(topic: "Till.ticketRefunded@2", data: #"{"cents":\#(100 * euros)}"#),
      "Rule: new events are stored in the newest shape. One step makes it version 2.")
  }

  @Test func `what had no price is stored and read as before`() throws {
    let stored = StoredForm(topic: "Till.closed", data: "{}")
    #expect(try StoredForm(of: TillEvent.closed) == stored, "Rule: an event whose shape is the same has no step.")
    #expect(try stored.payload(as: TillEvent.self) == .closed, "Rule: an event whose shape is the same has no step.")
  }

  @Test func `old and new events stand in one history`() async throws {
    let recorder = InMemoryRecorder()
    let till = UUID()
    let old = #"{"price":\#(euros).25,"seat":"C7"}"#
    try await recorder.append([
      SequencedItem(
        sequenceID: till, position: 0, topic: "Till.ticketSold", data: Data(old.utf8),
        timestamp: Timestamp(microseconds: 0))
    ])
    let store = EventStore(of: TillEvent.self, in: recorder)
    try await store.append(
      DomainEvent(
        entityID: till, entityVersion: 1, timestamp: Timestamp(microseconds: 1),
        payload: TillEvent.ticketSold(seat: "C8", cents: 1_250)))
    #expect(
      try await store.events(of: till).map(\.payload)
        == [.ticketSold(seat: "C7", cents: 100 * euros + 25), .ticketSold(seat: "C8", cents: 1_250)],
      "Rule: what reads events sees one shape only, the newest.")
    #expect(
      try await recorder.item(of: till, at: 0)?.data == Data(old.utf8),
      "Rule: stored rows are never changed.")
  }

  /// What the code of today makes of a sale of last year.
  private func oldSale(_ price: String) throws -> TillEvent? {
    try StoredForm(topic: "Till.ticketSold", data: #"{"price":\#(price),"seat":"C7"}"#).payload(as: TillEvent.self)
  }
}
