import BoxOffice
import EventSourcing
import Exercise07
import Foundation
import Practice
import Testing

@Suite("Exercise 07: append and read back a page")
struct PageTests {
  private let recorder = InMemoryRecorder()
  private let history: History
  private let tonight = UUID()

  /// The number of events on a page, any but the same on each run.
  private let size: Int

  init() {
    var generator = SeededGenerator(seed: 7)
    size = .random(in: 3...6, using: &generator)
    history = History(in: recorder)
  }

  @Test func `what was appended is read back`() async throws {
    let events = events(0..<size)
    try await history.append(events)
    #expect(
      try await history.page(0, of: tonight, size: size) == events,
      "Rule: what is read are the events that were appended, in order.")
    #expect(try await history.page(0, of: UUID(), size: size) == [], "Rule: each performance has a history of its own.")
  }

  @Test func `what cannot be stored is refused`() async throws {
    try await history.append(events(0..<size))
    await #expect(
      throws: ConcurrencyError(sequenceID: tonight, position: size - 1),
      "Rule: whoever appends must learn that another was faster."
    ) {
      try await history.append(events((size - 1)..<size))
    }
  }

  @Test func `if one event cannot be stored, none is`() async throws {
    let matinee = UUID()
    try await history.append(events(0..<1) + events(0..<2, of: matinee))
    // A customer buys for both, and another box has just sold seats of the matinee: its position 1 is taken.
    await #expect(throws: (any Error).self, "Rule: whoever appends must learn that another was faster.") {
      try await history.append(events(1..<2) + events(1..<2, of: matinee))
    }
    #expect(
      try await history.page(0, of: tonight, size: size).count == 1,
      "Rule: one list is one transaction. Half a purchase is what nobody wanted.")
  }

  @Test func `pages follow on each other without a gap`() async throws {
    let events = events(0..<(3 * size))
    try await history.append(events)
    for number in 0..<3 {
      let first = number * size
      #expect(
        try await history.page(number, of: tonight, size: size) == Array(events[first..<(first + size)]),
        "Rule: page \(number) of \(size) events begins at position \(first).")
    }
  }

  @Test func `the last page is shorter`() async throws {
    try await history.append(events(0..<(size + 2)))
    #expect(
      try await history.page(1, of: tonight, size: size) == events(size..<(size + 2)),
      "Rule: the last page has what is left.")
  }

  @Test func `after the last page there is none`() async throws {
    try await history.append(events(0..<(size + 2)))
    #expect(try await history.page(3, of: tonight, size: size) == [], "Rule: beyond the end there is nothing.")
  }

  @Test func `the newest events come first`() async throws {
    let events = events(0..<(3 * size))
    try await history.append(events)
    #expect(
      try await history.newest(size, of: tonight) == Array(events.suffix(size).reversed()),
      "Rule: read from the end, and stop when there are enough.")
    #expect(
      try await history.newest(4 * size, of: tonight) == Array(events.reversed()),
      "Rule: who asks for more than there are gets all.")
  }

  @Test func `a page reads nothing outside it`() async throws {
    try await history.append(events(0..<(size + 1)))
    try await appendUnreadable(at: size + 1)
    await #expect(
      throws: Never.self, "Rule: ask the database for the page. To read all of it and throw most away costs all of it."
    ) {
      _ = try await history.page(0, of: tonight, size: size)
    }
  }

  @Test func `the newest events are read without the older ones`() async throws {
    try await appendUnreadable(at: 0)
    try await history.append(events(1..<(size + 1)))
    await #expect(throws: Never.self, "Rule: ask the database for the end. It need not begin at the beginning.") {
      _ = try await history.newest(size, of: tonight)
    }
  }

  /// Sales, with the position as the number of seats, so that each is another.
  private func events(_ positions: Range<Int>, of performance: UUID? = nil) -> [DomainEvent<PerformanceEvent>] {
    positions.map { position in
      DomainEvent(
        entityID: performance ?? tonight, entityVersion: position, timestamp: Timestamp(microseconds: position),
        payload: .seatsSold(count: position + 1, to: "Ada"))
    }
  }

  /// An item that no program can make an event of: whoever reads it, fails.
  private func appendUnreadable(at position: Int) async throws {
    try await recorder.append([
      SequencedItem(
        sequenceID: tonight, position: position, topic: "Performance.unheardOf", data: Data(),
        timestamp: Timestamp(microseconds: position))
    ])
  }
}
