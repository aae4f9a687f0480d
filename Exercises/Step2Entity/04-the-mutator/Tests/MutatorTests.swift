import BoxOffice
import EventSourcing
import Exercise04
import Foundation
import Practice
import Testing

@Suite("Exercise 04: the mutator")
struct MutatorTests {
  /// Numbers of seats, any but the same on each run.
  private let sold: Int
  private let more: Int

  init() {
    var generator = SeededGenerator(seed: 4)
    sold = .random(in: 20...49, using: &generator)
    more = .random(in: 2...19, using: &generator)
  }

  @Test func `scheduled creates the performance`() throws {
    #expect(throws: Never.self, "Rule: the first event creates the entity, with a lifecycle of its own.") {
      let performance = try performance(after: [.scheduled(title: "Hamlet \(sold)", seats: 100 + more)])
      #expect(performance.title == "Hamlet \(sold)", "Rule: what the event says is what the entity knows.")
      #expect(performance.seats == 100 + more, "Rule: what the event says is what the entity knows.")
      #expect(performance.seatsSold == 0 && !performance.isCancelled, "Rule: at first, nothing is sold or cancelled.")
    }
  }

  @Test func `seats sold add up`() throws {
    let performance = try performance(after: [
      scheduled, .seatsSold(count: sold, to: "Ada"), .seatsSold(count: more, to: "Grace"),
    ])
    #expect(performance.seatsSold == sold + more, "Rule: a second sale does not undo the first.")
  }

  @Test func `seats returned are no longer sold`() throws {
    let performance = try performance(after: [
      scheduled, .seatsSold(count: sold, to: "Ada"), .seatsReturned(count: more),
    ])
    #expect(performance.seatsSold == sold - more, "Rule: what is brought back is no longer sold.")
  }

  @Test func `the hall keeps its seats`() throws {
    let performance = try performance(after: [
      scheduled, .seatsSold(count: sold, to: "Ada"), .seatsReturned(count: more), .cancelled,
    ])
    #expect(performance.seats == 100, "Rule: an event changes what it is about. A seat that is sold is still a seat.")
  }

  @Test func `a cancelled performance says so`() throws {
    let performance = try performance(after: [scheduled, .cancelled])
    #expect(performance.isCancelled, "Rule: what has happened must be seen in the state, or no command can heed it.")
  }

  @Test func `what was sold is known after it is cancelled`() throws {
    let performance = try performance(after: [scheduled, .seatsSold(count: sold, to: "Ada"), .cancelled])
    #expect(performance.seatsSold == sold, "Rule: who cancels has to pay back what was sold, and must know how much.")
  }

  @Test func `what has happened is not refused`() throws {
    let performance = try performance(after: [
      scheduled, .seatsSold(count: 100, to: "Ada"), .cancelled, .seatsSold(count: more, to: "Grace"),
    ])
    #expect(
      performance.seatsSold == 100 + more,
      "Rule: commands decide, the mutator believes. Years ago it may have been allowed to sell more.")
  }

  private let scheduled = PerformanceEvent.scheduled(title: "Hamlet", seats: 100)

  /// What the mutator makes of a history.
  private func performance(after history: [PerformanceEvent]) throws -> Performance {
    let id = UUID()
    let events = history.enumerated().map { version, payload in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
    return try #require(try Performance.replaying(events), "Rule: none of these events ends the performance.")
  }
}
