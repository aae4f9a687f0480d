import EventSourcing
import EventSourcingTestKit
import Exercise01
import Foundation
import Practice
import Testing

@Suite("Exercise 01: a new event")
struct NewEventTests {
  /// The number of seats, any but the same on each run.
  private let count: Int

  init() {
    var generator = SeededGenerator(seed: 1)
    count = .random(in: 2...99, using: &generator)
  }

  @Test func `the new event has a stored name`() throws {
    #expect(throws: Never.self, "Rule: a case without a key in CodingKeys cannot be stored.") {
      try StoredForm(of: bringBack(count))
    }
  }

  @Test func `its topic is Performance.seatsReturned`() throws {
    let form = try StoredForm(of: bringBack(count))
    #expect(
      form.topic == "Performance.seatsReturned",
      "Rule: a stored name is chosen once. The other programs of the theatre look for exactly this one.")
  }

  @Test func `its value is stored under the label count`() throws {
    let form = try StoredForm(of: bringBack(count))
    #expect(
      form.data.hasPrefix(#"{"count":"#),
      "Rule: label every value. One without a label is stored by its place, which may change.")
  }

  @Test func `it says how many seats were brought back`() throws {
    for count in [1, count, 100 + count] {
      let form = try StoredForm(of: bringBack(count))
      #expect(
        form.data.filter(\.isNumber).hasSuffix("\(count)"),
        "Rule: an event holds what happened, so nobody has to guess.")
    }
  }

  @Test func `it is read back as what it was`() throws {
    let event = try bringBack(count)
    #expect(
      try StoredForm(of: event).payload(as: PerformanceEvent.self) == event, "Rule: what is stored must be readable.")
  }

  @Test func `the other events are stored as before`() throws {
    let topics = try [
      PerformanceEvent.scheduled(title: "Hamlet", seats: count), .seatsSold(count: 1, to: "Ada"), .cancelled,
    ]
    .map { try StoredForm(of: $0).topic }
    #expect(
      topics == ["Performance.scheduled", "Performance.seatsSold", "Performance.cancelled"],
      "Rule: a new event changes nothing that is stored already.")
  }
}
