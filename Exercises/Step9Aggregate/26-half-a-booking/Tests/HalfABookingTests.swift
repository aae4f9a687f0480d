import BoxOffice
import EventSourcing
import Exercise26
import Foundation
import Practice
import Testing

@Suite("Exercise 26: half a booking")
struct HalfABookingTests {
  private let printer = TicketPrinter()
  private let bus = EventBus()

  /// Seats next to each other, somewhere, but the same on each run.
  private let seats: [Seat]

  init() {
    var generator = SeededGenerator(seed: 26)
    let row = Int.random(in: 1...20, using: &generator)
    seats = (0..<Int.random(in: 4...9, using: &generator)).map { Seat(row: row, number: 10 + $0) }
  }

  @Test func `a booking that does not fit is not stored at all`() async throws {
    let disk = SmallDisk(room: 3)
    try await withPolicy(on: disk) { store in
      var booking = try booked()
      try? await booking.save()
      #expect(
        try await store.events(of: booking.id).isEmpty, "Rule: all events of a save are stored, or none of them.")
    }
  }

  @Test func `there are no tickets for what was not stored`() async throws {
    try await withPolicy(on: SmallDisk(room: 3)) { _ in
      var booking = try booked()
      try? await booking.save()
      #expect(printer.tickets.isEmpty, "Rule: what cannot be taken back comes after the transaction, not within it.")
    }
  }

  @Test func `what could not be saved can be saved later`() async throws {
    let disk = SmallDisk(room: 3)
    try await withPolicy(on: disk) { store in
      var booking = try booked()
      try? await booking.save()
      disk.makeRoom()
      try? await booking.save()
      #expect(
        try await store.events(of: booking.id).count == seats.count + 1,
        "Rule: a save that has failed has stored nothing, so it can be tried again.")
      #expect(booking.pendingEvents.isEmpty, "Rule: what is stored is no longer pending.")
    }
  }

  @Test func `who comes in between does not split a booking`() async throws {
    let disk = SmallDisk(room: .max)
    try await withPolicy(on: disk) { store in
      var booking = try booked()
      let (id, mine) = (booking.id, booking.pendingEvents.map(\.payload))
      disk.afterNextAppend { try await Self.confirm(id, in: $0) }
      try? await booking.save()
      let stored = try await store.events(of: id).map(\.payload)
      #expect(
        stored == mine + [.confirmed],
        "Rule: between the events of one save there is no place for anybody else's.")
    }
  }

  @Test func `who is too late is told so, and nothing is stored`() async throws {
    let disk = SmallDisk(room: .max)
    try await withPolicy(on: disk) { store in
      var booking = try Booking.open(for: "Ada", id: UUID())
      try await booking.save()
      for seat in seats { try booking.reserve(seat) }
      try await Self.confirm(booking.id, in: disk)
      let id = booking.id
      await #expect(
        throws: ConcurrencyError(sequenceID: id, position: 1), "Rule: who is not told believes that it is stored."
      ) {
        try await booking.save()
      }
      #expect(try await store.events(of: id).count == 2, "Rule: all events of a save are stored, or none of them.")
    }
  }

  @Test func `there is a ticket for each seat of a booking that was stored`() async throws {
    try await withPolicy(on: SmallDisk(room: .max)) { store in
      var booking = try booked()
      try await booking.save()
      #expect(
        try await store.events(of: booking.id).count == seats.count + 1, "Rule: what is published is stored, all of it."
      )
      #expect(printer.tickets == seats, "Rule: a ticket for each seat, in order.")
    }
  }

  @Test func `a printer that jams does not make a booking unsaved`() async throws {
    try await withPolicy(on: SmallDisk(room: .max)) { store in
      var booking = try booked()
      printer.jam()
      await #expect(
        throws: StoredButNotHandled.self,
        "Rule: whoever saves learns that it is stored, and that something failed then."
      ) {
        try await booking.save()
      }
      #expect(try await store.events(of: booking.id).count == seats.count + 1, "Rule: what is published is stored.")
      #expect(booking.pendingEvents.isEmpty, "Rule: what is stored is no longer pending, whatever fails then.")
    }
  }

  @Test func `a policy that is closed leaves nobody on the bus`() async throws {
    try await withPolicy(on: SmallDisk(room: .max)) { _ in }
    #expect(!bus.hasSubscribers, "Rule: what begins with the policy ends with it.")
  }

  private func booked() throws -> Booking {
    var booking = try Booking.open(for: "Ada", id: UUID())
    for seat in seats { try booking.reserve(seat) }
    return booking
  }

  /// Another desk confirms the booking, as it is in the database now.
  private static func confirm(_ id: UUID, in recorder: any Recorder) async throws {
    let store = EventStore(of: BookingEvent.self, in: recorder)
    let version = try await store.events(of: id).count
    try await store.append(
      DomainEvent(entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: 0), payload: .confirmed))
  }

  private func withPolicy(
    on disk: SmallDisk, _ body: (EventStore<DomainEvent<BookingEvent>>) async throws -> Void
  ) async throws {
    let store = EventStore(of: BookingEvent.self, in: disk)
    let policy = try BookingPolicy(eventStore: store, printer: printer, bus: bus)
    defer { policy.close() }
    try await EventBus.$current.withValue(bus) { try await body(store) }
  }
}
