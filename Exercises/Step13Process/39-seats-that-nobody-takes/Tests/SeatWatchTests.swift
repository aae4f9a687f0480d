import BoxOffice
import EventSourcing
import EventSourcingSystems
import Exercise39
import Foundation
import Practice
import Testing

@Suite("Exercise 39: seats that nobody takes", .timeLimit(.minutes(1)))
struct SeatWatchTests {
  private let booking = UUID()
  private let bookings = InMemoryRecorder()
  private let holds = InMemoryRecorder()

  /// When the booking is opened, any minute but the same on each run.
  private let opening: Int

  init() {
    var generator = SeededGenerator(seed: 39)
    opening = .random(in: 100...10_000, using: &generator)
  }

  @Test func `a booking that is opened has its hold begun`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await react(at: 1)
    #expect(try await hold() == ["begun"], "Rule: an open booking has its seats held.")
  }

  @Test func `a hold is released fifteen minutes after the opening`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await react(at: 1)
    try await react(at: 15)
    #expect(try await hold() == ["begun", "released"], "Rule: who does not confirm has the seats for 15 minutes.")
  }

  @Test func `a hold is not released too early`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await react(at: 1)
    try await react(at: 14)
    #expect(try await hold() == ["begun"], "Rule: within the 15 minutes the seats are the customer's.")
  }

  @Test func `what is dealt with late has the time of the event`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await react(at: 60)
    #expect(
      try await hold() == ["begun", "released"],
      "Rule: the 15 minutes begin when the booking is opened, not when it is read.")
  }

  @Test func `each seat gives fifteen minutes more`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await happens(.seatReserved(row: 3, seat: 4), at: 10)
    try await react(at: 11)
    try await react(at: 24)
    #expect(try await hold() == ["begun"], "Rule: a seat that is reserved gives 15 minutes more.")
    try await react(at: 25)
    #expect(try await hold() == ["begun", "released"], "Rule: 15 minutes after the newest seat it is over.")
  }

  @Test func `a booking that is confirmed keeps its seats`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await react(at: 1)
    try await happens(.confirmed, at: 5)
    try await react(at: 6)
    try await react(at: 90)
    #expect(try await hold() == ["begun", "kept"], "Rule: what is confirmed is never released.")
  }

  @Test func `who has confirmed in time keeps the seats, however late that is read`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await happens(.seatReserved(row: 3, seat: 4), at: 5)
    try await happens(.confirmed, at: 6)
    try await react(at: 60)
    #expect(try await hold() == ["begun", "kept"], "Rule: what counts is when the customer has confirmed.")
  }

  @Test func `no deadline is left over when a booking is confirmed`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await happens(.confirmed, at: 5)
    try await react(at: 7)
    try await react(at: 90)
    let deadlines = try await deadlines()
    #expect(
      deadlines.contains("set") && !deadlines.contains("passed"),
      "Rule: a deadline is cancelled when nobody waits for it any more.")
  }

  @Test func `a seat that comes after the confirmation sets no deadline`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await happens(.confirmed, at: 5)
    try await react(at: 6)
    let before = try await deadlines()
    try await happens(.seatReserved(row: 3, seat: 4), at: 6)
    try await react(at: 7)
    #expect(try await deadlines() == before, "Rule: where all is decided, nobody waits for anything.")
  }

  @Test func `two bookings have two deadlines`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await happens(.opened(customer: "Grace"), at: 1, of: UUID())
    try await react(at: 2)
    #expect(try await deadlines() == ["set", "set"], "Rule: a deadline is for the id of its booking.")
  }

  @Test func `each booking has a deadline of its own`() async throws {
    let other = UUID()
    try await happens(.opened(customer: "Ada"), at: 0)
    try await happens(.opened(customer: "Grace"), at: 10, of: other)
    try await react(at: 11)
    try await react(at: 15)
    let (first, second) = try await (hold(), hold(of: other))
    #expect(
      first == ["begun", "released"] && second == ["begun"],
      "Rule: the first is over after 15 minutes, and the second has 10 left.")
    try await react(at: 25)
    #expect(try await hold(of: other) == ["begun", "released"], "Rule: then the second is over, too.")
  }

  @Test func `nobody has to come back for it`() async throws {
    try await happens(.opened(customer: "Ada"), at: 0)
    try await react(at: 1)
    // Nothing happens for a day, and the program is started anew.
    try await react(at: 24 * 60)
    #expect(
      try await hold() == ["begun", "released"], "Rule: no event and no customer is needed for a deadline to pass.")
  }

  /// Has something happen so many minutes after the opening.
  private func happens(_ event: BookingEvent, at minute: Int, of id: UUID? = nil) async throws {
    let id = id ?? booking
    let version = try await bookings.items(of: id).count
    try await EventStore(of: BookingEvent.self, in: bookings).append([
      DomainEvent(entityID: id, entityVersion: version, timestamp: time(minute), payload: event)
    ])
  }

  /// Has the application deal with all there is, so many minutes after the opening.
  private func react(at minute: Int) async throws {
    let boxOffice = try ProcessApplication("box office", catalog: EventCatalog(.events(of: BookingEvent.self)))
    let runner = try await SingleThreadRunner(System(boxOffice | SeatWatch.application())) { name in
      name == "box office" ? bookings : holds
    }
    let now = time(minute)
    _ = try await EventClock.$current.withValue(EventClock { now }) { try await runner.settle() }
  }

  private func time(_ minute: Int) -> Timestamp {
    Timestamp(microseconds: (opening + minute) * 60 * 1_000_000)
  }

  /// What has become of the hold of a booking.
  private func hold(of id: UUID? = nil) async throws -> [String] {
    try await holds.items(of: SeatWatch.holdID(of: id ?? booking)).map { String($0.topic.dropFirst("SeatHold.".count)) }
  }

  /// What has become of deadlines.
  private func deadlines() async throws -> [String] {
    let prefix = "ProcessDeadline."
    return try await holds.notifications(after: 0, limit: 100).map(\.item.topic).filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
  }
}
