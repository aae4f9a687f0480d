import EventSourcing
import EventSourcingTestKit
import Exercise05
import Foundation
import Practice
import Testing

@Suite("Exercise 05: a forgotten event")
struct ForgottenEventTests {
  /// Three different seats, any but the same on each run.
  private let seats: [String]

  init() {
    var generator = SeededGenerator(seed: 5)
    seats = ["A", "B", "C"].map { "\($0)\(Int.random(in: 1...40, using: &generator))" }
  }

  @Test func `seats reserved belong to the booking`() throws {
    let booking = try booking(after: reserved)
    #expect(
      booking?.customer == "Ada" && booking?.seats == Set(seats),
      "Rule: what worked before the new events must work with them.")
  }

  @Test func `a released seat is free, and the others are not`() throws {
    let booking = try booking(after: reserved + [.seatReleased(seat: seats[1])])
    #expect(
      booking?.seats == [seats[0], seats[2]],
      "Rule: an event that the mutator does not know happens, is stored, and changes nothing.")
  }

  @Test func `a confirmed booking takes no more seats`() async throws {
    let seat = seats[0]
    let outcome = try await Given<Booking>(.opened(customer: "Ada"), .confirmed).when { try await $0.reserve(seat) }
    #expect(
      throws: Never.self, "Rule: a command decides by the state. What the mutator forgot, the command cannot heed."
    ) {
      try outcome.thenThrows(Booking.Refusal.isConfirmed)
    }
  }

  @Test func `a confirmed booking keeps its seats`() throws {
    let booking = try booking(after: reserved + [.confirmed])
    #expect(booking?.seats == Set(seats), "Rule: an event changes what it is about, and nothing else.")
  }

  @Test func `an expired booking is over`() throws {
    let booking = try booking(after: reserved + [.expired])
    #expect(booking == nil, "Rule: after the event that ends it there is no entity. The mutator says so with nil.")
  }

  @Test func `an event that is forgotten does not compile`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Sources/Booking.swift")
    let code = try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n").map { $0.prefix { $0 != "/" } }.joined(separator: "\n")
    #expect(
      !code.contains(/\bdefault\s*:|\bcase\s+_\s*:/),
      "Rule: a mutator names each event. One line for all the others keeps the compiler from counting.")
  }

  private var reserved: [Booking.Event] {
    [.opened(customer: "Ada")] + seats.map { .seatReserved(seat: $0) }
  }

  /// What the mutator makes of a history.
  private func booking(after history: [Booking.Event]) throws -> Booking? {
    let id = UUID()
    return try Booking.replaying(
      history.enumerated().map { version, payload in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
      })
  }
}
