import BoxOffice
import EventSourcing
import EventSourcingSystems
import EventSourcingTestKit
import Exercise37
import Foundation
import Practice
import Testing

@Suite("Exercise 37: a letter for each booking", .timeLimit(.minutes(1)))
struct LetterTests {
  private let booking = UUID()
  private let bookings = InMemoryRecorder()

  /// A row, any number but the same on each run.
  private let row: Int

  init() {
    var generator = SeededGenerator(seed: 37)
    row = .random(in: 2...30, using: &generator)
  }

  private func letterID(of booking: UUID) throws -> UUID {
    try PostRoom.application().id(
      "letter", because: EventCause(application: "box office", sequence: booking, position: 0))
  }

  @Test func `a booking that is opened has a letter begun`() async throws {
    let letter = try await happened(BookingEvent.opened(customer: "Ada"))
    #expect(letter == [.begun(to: "Ada")], "Rule: an opened booking has a letter begun to its customer.")
  }

  @Test func `a seat that is reserved is added to the letter`() async throws {
    let letter = try await happened(
      BookingEvent.opened(customer: "Ada"), .seatReserved(row: row, seat: 4), .seatReserved(row: row, seat: 5))
    #expect(
      letter == [.begun(to: "Ada"), .seatAdded(row: row, seat: 4), .seatAdded(row: row, seat: 5)],
      "Rule: the letter has a line for each seat, and is not posted yet.")
  }

  @Test func `a booking that is confirmed has its letter posted`() async throws {
    let letter = try await happened(BookingEvent.opened(customer: "Ada"), .confirmed)
    #expect(letter == [.begun(to: "Ada"), .posted], "Rule: a confirmed booking has its letter posted, once.")
  }

  @Test func `each booking has a letter of its own`() async throws {
    let other = UUID()
    try await bookings.record(BookingEvent.opened(customer: "Ada"), of: booking)
    try await bookings.record(BookingEvent.opened(customer: "Grace"), .seatReserved(row: row, seat: 1), of: other)
    try await bookings.record(BookingEvent.confirmed, of: booking)
    let letters = InMemoryRecorder()
    try await react(into: letters)
    let texts = try await [booking, other].asyncMap { try await payloads(letters, letterID(of: $0)) }
    #expect(
      texts == [[.begun(to: "Ada"), .posted], [.begun(to: "Grace"), .seatAdded(row: row, seat: 1)]],
      "Rule: a letter tells of the booking that it is for, and of no other.")
  }

  @Test func `the letter has the id that follows from the opening`() async throws {
    try await bookings.record(BookingEvent.opened(customer: "Ada"), of: booking)
    let letters = InMemoryRecorder()
    try await react(into: letters)
    #expect(
      try await letters.sequenceIDs(after: nil, limit: 10) == [letterID(of: booking)],
      "Rule: who knows the booking knows the id of its letter.")
  }

  @Test func `done again, it is the same letter`() async throws {
    try await bookings.record(BookingEvent.opened(customer: "Ada"), of: booking)
    let (first, again) = (InMemoryRecorder(), InMemoryRecorder())
    try await react(into: first)
    try await react(into: again)
    let ids = try await first.sequenceIDs(after: nil, limit: 10)
    #expect(
      try await again.sequenceIDs(after: nil, limit: 10) == ids && ids.count == 1,
      "Rule: a letter that was lost is written again under the same id.")
  }

  @Test func `two instances write one letter`() async throws {
    try await bookings.record(
      BookingEvent.opened(customer: "Ada"), .seatReserved(row: row, seat: 4), .confirmed, of: booking)
    let letters = InMemoryRecorder()
    async let one: Void = react(into: letters)
    async let other: Void = react(into: letters)
    _ = try await (one, other)
    #expect(
      try await letters.notifications(after: 0, limit: 10).map(\.item.topic)
        == ["Letter.begun", "Letter.seatAdded", "Letter.posted"], "Rule: each event has its effect once.")
  }

  @Test func `a seat of a booking without a letter is an error`() async throws {
    await #expect(throws: ReactionFailed.self, "Rule: a line that is lost in silence is missed by the customer.") {
      try await bookings.record(BookingEvent.seatReserved(row: row, seat: 4), of: booking)
      try await react(into: InMemoryRecorder())
    }
  }

  @Test func `any booking has a letter with all its seats`() async throws {
    var generator = SeededGenerator(seed: 370)
    var expected: [Letter.Event] = [.begun(to: "Ada")]
    try await bookings.record(BookingEvent.opened(customer: "Ada"), of: booking)
    let letters = InMemoryRecorder()
    for seat in 1...Int.random(in: 5...20, using: &generator) {
      try await bookings.record(BookingEvent.seatReserved(row: row, seat: seat), of: booking)
      expected.append(.seatAdded(row: row, seat: seat))
      if Bool.random(using: &generator) { try await react(into: letters) }
    }
    try await bookings.record(BookingEvent.confirmed, of: booking)
    try await react(into: letters)
    #expect(
      try await payloads(letters, letterID(of: booking)) == expected + [.posted],
      "Rule: wherever the post room had stopped, the letter is complete.")
  }

  /// The letter of a booking to which all this has happened.
  private func happened(_ events: BookingEvent...) async throws -> [Letter.Event] {
    for event in events { try await bookings.record(event, of: booking) }
    let letters = InMemoryRecorder()
    try await react(into: letters)
    let ids = try await letters.sequenceIDs(after: nil, limit: 10)
    return try await ids.asyncMap { try await payloads(letters, $0) }.flatMap(\.self)
  }

  /// Has the post room deal with all that has happened to bookings.
  private func react(into letters: InMemoryRecorder) async throws {
    let boxOffice = try ProcessApplication("box office", catalog: EventCatalog(.events(of: BookingEvent.self)))
    let runner = try await SingleThreadRunner(System(boxOffice | PostRoom.application())) { name in
      name == "box office" ? bookings : letters
    }
    try await runner.settle()
  }

  private func payloads(_ letters: InMemoryRecorder, _ id: UUID) async throws -> [Letter.Event] {
    try await EventStore(of: Letter.Event.self, in: letters).events(of: id).map(\.payload)
  }
}

extension Array {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
