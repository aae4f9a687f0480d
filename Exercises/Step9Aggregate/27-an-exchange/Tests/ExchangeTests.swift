import BoxOffice
import EventSourcing
import EventSourcingTestKit
import Exercise27
import Foundation
import Practice
import Synchronization
import Testing

@Suite("Exercise 27: an exchange")
struct ExchangeTests {
  /// Six seats next to each other, somewhere, but the same on each run.
  private let seats: [Seat]

  init() {
    var generator = SeededGenerator(seed: 27)
    let row = Int.random(in: 1...20, using: &generator)
    seats = (0..<6).map { Seat(row: row, number: 30 + $0) }
  }

  @Test func `old seats are released, then new ones are reserved`() async throws {
    let outcome = try await Given<Booking>(.opened(customer: "Ada"), reserved(0), reserved(1)).whenSaved {
      try $0.exchange([seats[1], seats[0]], for: [seats[4], seats[2], seats[3]])
    }
    #expect(throws: Never.self, "Rule: an event for each seat, those given back first, in the order of the lists.") {
      try outcome.then(released(1), released(0), reserved(4), reserved(2), reserved(3))
    }
  }

  @Test func `an exchanged booking has the new seats and not the old ones`() throws {
    var booking = try booking(with: seats[0...2])
    #expect(throws: Never.self, "Rule: nothing speaks against this exchange.") {
      try booking.exchange([seats[0], seats[2]], for: [seats[4]])
    }
    #expect(Set(booking.seats) == [seats[1], seats[4]], "Rule: what has happened shows in the aggregate at once.")
  }

  @Test func `a seat of somebody else cannot be given back`() throws {
    var booking = try booking(with: seats[0...1])
    #expect(throws: Booking.Refusal.notReserved(seats[5]), "Rule: what `release` refuses, the exchange refuses.") {
      try booking.exchange([seats[0], seats[5]], for: [seats[2]])
    }
  }

  @Test func `a seat of the booking cannot be taken again`() throws {
    var booking = try booking(with: seats[0...1])
    #expect(throws: Booking.Refusal.alreadyReserved(seats[1]), "Rule: what `reserve` refuses, the exchange refuses.") {
      try booking.exchange([seats[0]], for: [seats[2], seats[1]])
    }
  }

  @Test func `a seat that is given back may be taken again`() throws {
    var booking = try booking(with: seats[0...1])
    #expect(throws: Never.self, "Rule: once it is given back, the seat is free, for this customer too.") {
      try booking.exchange([seats[0], seats[1]], for: [seats[1], seats[2]])
    }
    #expect(booking.seats == [seats[1], seats[2]], "Rule: the seats are those that the events leave.")
  }

  @Test func `a refused exchange leaves the seats as they were`() throws {
    for (old, new) in [([0, 5], [2]), ([0], [2, 1])] {
      var booking = try booking(with: seats[0...1])
      #expect(throws: Booking.Refusal.self, "Rule: one seat that cannot be exchanged stops the whole exchange.") {
        try booking.exchange(old.map { seats[$0] }, for: new.map { seats[$0] })
      }
      #expect(booking.seats == Array(seats[0...1]), "Rule: all or none, at whichever seat it was refused.")
    }
  }

  @Test func `a seat named twice stops the exchange, and nothing has happened`() throws {
    for (old, new) in [([0, 0], [2]), ([0], [2, 2])] {
      var booking = try booking(with: seats[0...1])
      let before = booking
      #expect(throws: Booking.Refusal.self, "Rule: after the first time, the seat is given back, or taken, already.") {
        try booking.exchange(old.map { seats[$0] }, for: new.map { seats[$0] })
      }
      #expect(booking == before, "Rule: all or none, at whichever seat it was refused.")
    }
  }

  @Test func `what was pending before a refusal is pending after it, and no more`() throws {
    var booking = try booking(with: seats[0...1])
    let before = booking.pendingEvents
    #expect(throws: Booking.Refusal.self, "Rule: one seat that cannot be exchanged stops the whole exchange.") {
      try booking.exchange([seats[0], seats[5]], for: [])
    }
    #expect(
      booking.pendingEvents == before,
      "Rule: a refusal takes back what the exchange has done, and nothing that was done before.")
  }

  @Test func `your scenario passes for your booking`() async throws {
    await #expect(throws: Never.self, "Rule: a refused exchange leaves nothing that a save would store.") {
      try await refusedExchangeLeavesNothing(Booking.self)
    }
  }

  @Test func `your scenario finds an exchange that keeps its first half`() async throws {
    #expect(
      try await fails(HalfHeartedBooking.self),
      "Rule: a scenario that passes for code with this bug proves nothing about code without it.")
  }

  @Test func `your scenario finds an exchange that refuses nothing`() async throws {
    #expect(
      try await fails(CarelessBooking.self),
      "Rule: a scenario that passes for code with this bug proves nothing about code without it.")
  }

  /// Whether the scenario fails for these bookings, as it should: so that is not a failure of this test.
  private func fails<Subject: Exchanging>(_ subject: Subject.Type) async throws -> Bool {
    let hasFailed = Atomic(false)
    try await withKnownIssue(isIntermittent: true) {
      try await refusedExchangeLeavesNothing(subject)
    } matching: { issue in
      guard case .expectationFailed = issue.kind else { return false }
      hasFailed.store(true, ordering: .relaxed)
      return true
    }
    return hasFailed.load(ordering: .relaxed)
  }

  private func booking(with seats: some Sequence<Seat>) throws -> Booking {
    var booking = try Booking.open(for: "Ada", id: UUID())
    for seat in seats { try booking.reserve(seat) }
    return booking
  }

  private func reserved(_ index: Int) -> Booking.Event {
    .seatReserved(row: seats[index].row, seat: seats[index].number)
  }

  private func released(_ index: Int) -> Booking.Event {
    .seatReleased(row: seats[index].row, seat: seats[index].number)
  }
}
