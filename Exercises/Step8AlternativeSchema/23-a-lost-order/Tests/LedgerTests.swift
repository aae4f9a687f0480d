import EventSourcing
import Exercise23
import Foundation
import Practice
import Testing

@Suite("Exercise 23: a ledger without order")
struct LedgerTests {
  private let ledger = Ledger()
  private let tonight = UUID()
  private let tomorrow = UUID()

  /// How many entries are written, any number but the same on each run.
  private let count: Int

  init() {
    var generator = SeededGenerator(seed: 23)
    count = .random(in: 12...30, using: &generator)
  }

  @Test func `two desks cannot both write one entry`() throws {
    try ledger.write(entry(0, at: 1_000))
    #expect(
      throws: ConcurrencyError(sequenceID: tonight, position: 0),
      "Rule: an entry number is taken once, whenever the two were written."
    ) {
      try ledger.write(entry(0, at: 2_000))
    }
    #expect(try ledger.entries(of: tonight).count == 1, "Rule: what is refused is not written.")
  }

  @Test func `one entry cannot be written twice`() throws {
    try ledger.write(entry(0, at: 1_000))
    #expect(
      throws: ConcurrencyError(sequenceID: tonight, position: 0), "Rule: nor is it the same entry that comes again."
    ) {
      try ledger.write(entry(0, at: 1_000))
    }
  }

  @Test func `two entries of one moment are both written`() throws {
    #expect(throws: Never.self, "Rule: two things may happen at the same moment. Their numbers tell them apart.") {
      try ledger.write(entry(0, at: 1_000))
      try ledger.write(entry(1, at: 1_000))
    }
  }

  @Test func `each performance has numbers of its own`() throws {
    #expect(throws: Never.self, "Rule: a number is taken within its performance, not in the whole ledger.") {
      try ledger.write(entry(0, at: 1_000))
      try ledger.write(entry(0, of: tomorrow, at: 2_000))
    }
  }

  @Test func `entries are in the order of their numbers, though the clock was put back`() throws {
    // An hour of 3600 seconds, and the entries of half a minute before it and after it.
    for number in 0..<count { try ledger.write(entry(number, at: number < count / 2 ? 3_600 + number : number)) }
    #expect(
      try ledger.entries(of: tonight).map(\.position) == Array(0..<count),
      "Rule: what came first is what has the smaller number, whatever the clock said.")
  }

  @Test func `entries that were typed in later stand where their numbers say`() throws {
    // An old ledger on paper, typed in from its last page to its first.
    for number in (0..<count).reversed() { try ledger.write(entry(number, at: number)) }
    #expect(
      try ledger.entries(of: tonight).map(\.position) == Array(0..<count),
      "Rule: entries are in the order of their numbers, not in that in which they were written down.")
  }

  @Test func `who follows page by page misses no line, though the clock was put back`() throws {
    for number in 0..<count { try ledger.write(entry(number, at: number < count / 2 ? 3_600 + number : number)) }
    #expect(
      try followed() == Array(1...count),
      "Rule: a page ends with the largest line number in it, or the next page leaves lines out.")
  }

  @Test func `a page is in the order of writing, though the clock was put back`() throws {
    for number in 0..<count { try ledger.write(entry(number, at: number < count / 2 ? 3_600 + number : number)) }
    #expect(
      try ledger.lines(after: 0, limit: count).map(\.id) == Array(1...count),
      "Rule: lines are in the order in which they were written, whatever the clock said.")
  }

  @Test func `lines are in the order in which they were written, of whatever performance`() throws {
    var written: [SequencedItem] = []
    for number in 0..<count {
      let (performance, own) = number.isMultiple(of: 3) ? (tomorrow, number / 3) : (tonight, number - number / 3 - 1)
      written.append(entry(own, of: performance, at: number))
      try ledger.write(written[number])
    }
    #expect(
      try ledger.lines(after: 0, limit: count).map(\.item) == written,
      "Rule: all lines are one sequence, in the order of writing.")
  }

  /// The numbers of the lines as a program sees them that asks for the next page until there is none.
  private func followed() throws -> [Int] {
    var seen: [Int] = []
    while let page = try next(after: seen.last ?? 0), seen.count <= count { seen += page }
    return seen
  }

  private func next(after line: Int) throws -> [Int]? {
    let page = try ledger.lines(after: line, limit: 5).map(\.id)
    return page.isEmpty ? nil : page
  }

  private func entry(_ number: Int, of performance: UUID? = nil, at time: Int) -> SequencedItem {
    SequencedItem(
      sequenceID: performance ?? tonight, position: number, topic: "Performance.seatsReturned",
      data: Data(#"{"count":1}"#.utf8), timestamp: Timestamp(microseconds: time))
  }
}
