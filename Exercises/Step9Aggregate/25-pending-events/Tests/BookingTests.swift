import BoxOffice
import EventSourcing
import EventSourcingTestKit
import Exercise25
import Foundation
import Practice
import Testing

@Suite("Exercise 25: pending events")
struct BookingTests {
  /// Two seats, any but the same on each run; no row is the number of a seat.
  private let seat: Seat
  private let other: Seat

  init() {
    var generator = SeededGenerator(seed: 25)
    seat = Seat(row: .random(in: 1...20, using: &generator), number: .random(in: 30...60, using: &generator))
    other = Seat(row: seat.row + 1, number: seat.number)
  }

  @Test func `a reserved seat is an event, with its row and its number`() async throws {
    let outcome = try await Given<Booking>(.opened(customer: "Ada")).whenSaved { booking in
      try booking.reserve(seat)
      try booking.reserve(other)
    }
    #expect(throws: Never.self, "Rule: each seat that is reserved is one event, which says what happened.") {
      try outcome.then(
        .seatReserved(row: seat.row, seat: seat.number), .seatReserved(row: other.row, seat: other.number))
    }
  }

  @Test func `a confirmation is an event`() async throws {
    let outcome = try await Given<Booking>(.opened(customer: "Ada"), reserved).whenSaved { try $0.confirm() }
    #expect(throws: Never.self, "Rule: what is to be known tomorrow must be an event.") { try outcome.then(.confirmed) }
  }

  @Test func `until it is saved, only this copy knows`() async throws {
    let (store, bus) = (EventStore(of: BookingEvent.self, in: InMemoryRecorder()), EventBus())
    let policy = try PersistencePolicy(eventStore: store, bus: bus)
    defer { policy.close() }
    try await EventBus.$current.withValue(bus) {
      var booking = try Booking.open(for: "Ada", id: UUID())
      try booking.reserve(seat)
      #expect(booking.seats == [seat], "Rule: an event that has happened shows in the aggregate at once.")
      #expect(booking.pendingEvents.count == 2, "Rule: what is not saved yet is pending.")
      #expect(try await store.events(of: booking.id).isEmpty, "Rule: a command stores nothing. The save does.")
      try await booking.save()
      let stored = try await Repository<Booking>(eventStore: store)[booking.id]
      #expect(stored.seats == [seat], "Rule: what the next desk reads is what the events say.")
    }
  }

  @Test func `a booking has a seat once`() throws {
    var booking = try opened()
    try booking.reserve(seat)
    try booking.reserve(other)
    #expect(throws: Booking.Refusal.alreadyReserved(seat), "Rule: a seat is not reserved twice.") {
      try booking.reserve(seat)
    }
  }

  @Test func `a refusal leaves nothing behind`() throws {
    var booking = try opened()
    #expect(throws: (any Error).self, "Rule: without seats there is nothing to confirm.") { try booking.confirm() }
    try booking.reserve(seat)
    let before = booking
    #expect(throws: (any Error).self, "Rule: a seat is not reserved twice.") { try booking.reserve(seat) }
    #expect(before.pendingEvents.count == 2 && booking == before, "Rule: decide first. What is triggered has happened.")
  }

  @Test func `a confirmed booking takes no more seats`() throws {
    var booking = try confirmed()
    #expect(throws: Booking.Refusal.alreadyConfirmed, "Rule: who has paid for two seats has not paid for three.") {
      try booking.reserve(other)
    }
  }

  @Test func `a booking without seats cannot be confirmed`() throws {
    var booking = try opened()
    #expect(throws: Booking.Refusal.noSeats, "Rule: without seats there is nothing to confirm.") {
      try booking.confirm()
    }
  }

  @Test func `a booking is confirmed once`() throws {
    var booking = try confirmed()
    #expect(throws: Booking.Refusal.alreadyConfirmed, "Rule: what has happened does not happen again.") {
      try booking.confirm()
    }
  }

  private var reserved: BookingEvent { .seatReserved(row: seat.row, seat: seat.number) }

  private func opened() throws -> Booking {
    try Booking.open(for: "Ada", id: UUID())
  }

  /// Made of its events, whatever the commands do.
  private func confirmed() throws -> Booking {
    let payloads: [BookingEvent] = [.opened(customer: "Ada"), reserved, .confirmed]
    let id = UUID()
    let events = payloads.enumerated().map { version, payload in
      DomainEvent(entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
    return try #require(try Booking.replaying(events))
  }
}
