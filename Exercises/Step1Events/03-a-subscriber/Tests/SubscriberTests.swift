import BoxOffice
import EventSourcing
import Exercise03
import Foundation
import Practice
import Testing

@Suite("Exercise 03: a subscriber")
struct SubscriberTests {
  private let bus = EventBus()
  private let tonight = UUID()

  /// A number of seats, any but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 3)
    seats = .random(in: 20...99, using: &generator)
  }

  @Test func `seats sold count up, seats returned count down`() async throws {
    let board = try SalesBoard(of: tonight, on: bus)
    try await bus.publish(event(.scheduled(title: "Hamlet", seats: 200)))
    try await bus.publish(event(.seatsSold(count: seats, to: "Ada")))
    #expect(board.seatsSold == seats, "Rule: a sale of \(seats) seats is not one seat, and a schedule is no sale.")
    try await bus.publish(event(.seatsReturned(count: seats - 3)))
    #expect(board.seatsSold == 3, "Rule: what is returned is no longer sold.")
  }

  @Test func `all events of one publish count`() async throws {
    let board = try SalesBoard(of: tonight, on: bus)
    try await bus.publish([
      event(.seatsSold(count: seats, to: "Ada")), event(.seatsSold(count: 7, to: "Grace")),
      event(.seatsSold(count: 11, to: "Edsger")),
    ])
    #expect(board.seatsSold == seats + 18, "Rule: a handler gets a list, and all of it has happened.")
  }

  @Test func `other performances are not counted`() async throws {
    let board = try SalesBoard(of: tonight, on: bus)
    try await bus.publish(event(.seatsSold(count: seats, to: "Ada"), of: UUID()))
    #expect(board.seatsSold == 0, "Rule: the bus carries the events of all entities. Look at whose each is.")
  }

  @Test func `after close nothing is counted`() async throws {
    let board = try SalesBoard(of: tonight, on: bus)
    try await bus.publish(event(.seatsSold(count: seats, to: "Ada")))
    try board.close()
    try await bus.publish(event(.seatsSold(count: 5, to: "Grace")))
    #expect(board.seatsSold == seats, "Rule: who has closed hears nothing more, and keeps what was heard.")
  }

  @Test func `close leaves nobody on the bus`() async throws {
    let board = try SalesBoard(of: tonight, on: bus)
    #expect(bus.hasSubscribers, "Rule: who wants to hear must subscribe.")
    try board.close()
    #expect(!bus.hasSubscribers, "Rule: a subscriber that only stops listening is still called, and never freed.")
  }

  @Test func `closing one board leaves the others`() async throws {
    let boards = try [SalesBoard(of: tonight, on: bus), SalesBoard(of: tonight, on: bus)]
    try boards[0].close()
    try await bus.publish(event(.seatsSold(count: seats, to: "Ada")))
    #expect(boards.map(\.seatsSold) == [0, seats], "Rule: end your own subscription, and no other.")
  }

  private func event(_ payload: PerformanceEvent, of performance: UUID? = nil) -> DomainEvent<PerformanceEvent> {
    DomainEvent(
      entityID: performance ?? tonight, entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: payload)
  }
}
