import EventSourcing
import EventSourcingTestKit
import Exercise06
import Foundation
import Practice
import Testing

@Suite("Exercise 06: a new event and its command")
struct NewCommandTests {
  /// The number of seats that are sold, any but the same on each run.
  private let sold: Int

  init() {
    var generator = SeededGenerator(seed: 6)
    sold = .random(in: 20...70, using: &generator)
  }

  @Test func `a move is stored under the name that was chosen`() async throws {
    let moved = try await Told(scheduled).move(toHallWith: 100 + sold)
    let event = try #require(moved.events.first, "Rule: a command changes nothing by itself. It causes an event.")
    #expect(throws: Never.self, "Rule: a case without a key in CodingKeys happens, but cannot be stored.") {
      _ = try StoredForm(of: event)
    }
    let form = StoredForm(topic: "Performance.moved", data: #"{"seats":\#(100 + sold)}"#)
    #expect(
      (try? StoredForm(of: event)) == form, "Rule: an event is stored as it was agreed, its case and its label.")
  }

  @Test func `a performance can move to a larger hall`() async throws {
    let moved = try await Told(scheduled).move(toHallWith: 100 + sold)
    #expect(moved.performance.seats == 100 + sold, "Rule: after its event, the entity is as the event says.")
  }

  @Test func `a performance can move to a smaller hall`() async throws {
    let moved = try await Told(scheduled, .seatsSold(count: sold, to: "Ada")).move(toHallWith: sold + 5)
    #expect(
      moved.performance.seats == sold + 5 && moved.performance.seatsSold == sold,
      "Rule: the seats are those of the new hall, and what was sold stays sold.")
  }

  @Test func `a hall with just enough seats will do`() async throws {
    let told = Told(scheduled, .seatsSold(count: sold - 1, to: "Ada"), .seatsSold(count: 1, to: "Grace"))
    await #expect(throws: Never.self, "Rule: \(sold) seats are enough for \(sold) people.") {
      _ = try await told.move(toHallWith: sold)
    }
  }

  @Test func `a hall that is too small is refused`() async throws {
    let refused = try await Told(scheduled, .seatsSold(count: sold, to: "Ada")).refused(toHallWith: sold - 1)
    #expect(
      refused.error == .hallTooSmall(sold: sold, seats: sold - 1), "Rule: nobody who has bought a seat is sent home.")
  }

  @Test func `a cancelled performance is not moved`() async throws {
    let refused = try await Told(scheduled, .cancelled).refused(toHallWith: 100 + sold)
    #expect(refused.error == .isCancelled, "Rule: a performance that does not take place needs no hall.")
  }

  @Test func `what is refused has not happened`() async throws {
    let tooSmall = try await Told(scheduled, .seatsSold(count: sold, to: "Ada")).refused(toHallWith: sold - 1)
    let cancelled = try await Told(scheduled, .cancelled).refused(toHallWith: 100 + sold)
    #expect(
      tooSmall.published + cancelled.published == 0,
      "Rule: look first, and cause the event then. What is published has happened.")
  }

  @Test func `a move that has happened is replayed, whatever the rules say`() async throws {
    // The event, as somebody else has caused it who had sold nothing.
    let small = try await Told(scheduled).move(toHallWith: sold - 10)
    let event = try #require(small.events.first, "Rule: a command changes nothing by itself. It causes an event.")
    let performance = try Told(scheduled, .seatsSold(count: sold, to: "Ada"), event).performance()
    #expect(
      performance.seats == sold - 10,
      "Rule: the mutator refuses nothing. It was allowed once, and it happened.")
  }

  @Test func `a performance can move back`() async throws {
    let once = try await Told(scheduled).move(toHallWith: 100 + sold)
    let event = try #require(once.events.first, "Rule: a command changes nothing by itself. It causes an event.")
    let twice = try await Told(scheduled, event).move(toHallWith: 100)
    #expect(twice.performance.seats == 100, "Rule: the newest hall counts, and no other.")
    #expect(twice.performance.version == 3, "Rule: one command, one event.")
  }

  private let scheduled = Performance.Event.scheduled(title: "Hamlet", seats: 100)
}
