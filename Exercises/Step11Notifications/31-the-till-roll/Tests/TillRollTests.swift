import BoxOffice
import EventSourcing
import Exercise31
import Foundation
import Practice
import Testing

@Suite("Exercise 31: the till roll", .timeLimit(.minutes(1)))
struct TillRollTests {
  private let recorder = InMemoryRecorder()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder) }

  /// How many seats are sold, any number but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 31)
    seats = .random(in: 20...99, using: &generator)
  }

  @Test func `each sale has a line, in the order of the log`() async throws {
    try await sell(seats, to: "Ada")
    try await sell(seats + 1, to: "Grace")
    try await sell(seats + 2, to: "Ada")
    var roll = TillRoll()
    try await roll.catchUp(with: log)
    #expect(
      roll.lines == ["\(seats) Ada", "\(seats + 1) Grace", "\(seats + 2) Ada"],
      "Rule: all sales, of whatever performance, in the order in which they were recorded.")
  }

  @Test func `a sale has one line, however often the roll catches up`() async throws {
    try await sell(seats, to: "Ada")
    var roll = TillRoll()
    try await roll.catchUp(with: log)
    try await roll.catchUp(with: log)
    #expect(roll.lines == ["\(seats) Ada"], "Rule: what was printed is behind the position, and is not read again.")
  }

  @Test func `a stored roll goes on the next day`() async throws {
    try await sell(seats, to: "Ada")
    var roll = TillRoll()
    try await roll.catchUp(with: log)
    roll = try JSONDecoder().decode(TillRoll.self, from: JSONEncoder().encode(roll))
    try await sell(seats + 1, to: "Grace")
    try await roll.catchUp(with: log)
    #expect(roll.lines == ["\(seats) Ada", "\(seats + 1) Grace"], "Rule: begin behind the position that was stored.")
  }

  @Test func `a long log is read to its end`() async throws {
    for number in 0..<3 {
      try await recorder.append(
        (0..<900).map { item("Performance.seatsSold", Self.sale($0, "Ada"), of: UUID(), number) })
    }
    var roll = TillRoll()
    try await roll.catchUp(with: log)
    #expect(roll.lines.count == 2_700, "Rule: a page is not all. Read on until there is no more.")
  }

  @Test func `what concerns others is passed over`() async throws {
    try await sell(seats, to: "Ada")
    try await append("Voucher.issued", #"{"cents":5000}"#)
    try await sell(seats + 1, to: "Grace")
    var roll = TillRoll()
    await #expect(throws: Never.self, "Rule: vouchers are none of the roll's business.") {
      try await roll.catchUp(with: log)
    }
    #expect(roll.lines == ["\(seats) Ada", "\(seats + 1) Grace"], "Rule: all sales, and nothing else.")
  }

  @Test func `the position moves over what concerns others`() async throws {
    try await sell(seats, to: "Ada")
    for _ in 0..<3 { try await append("Voucher.issued", #"{"cents":5000}"#) }
    var roll = TillRoll()
    try await catchUpToAnError(&roll)
    #expect(
      roll.position.id == 4, "Rule: what was looked at and is not wanted need not be looked at again.")
  }

  @Test func `an event that is unknown is an error`() async throws {
    try await threeSales()
    var roll = TillRoll()
    await #expect(throws: UnreadableItem.self, "Rule: a sale that this program does not know is a sale all the same.") {
      try await roll.catchUp(with: log)
    }
  }

  @Test func `a sale that cannot be read is an error`() async throws {
    try await append("Performance.seatsSold", "{}")
    var roll = TillRoll()
    await #expect(throws: UnreadableItem.self, "Rule: what cannot be printed must not be passed over in silence.") {
      try await roll.catchUp(with: log)
    }
  }

  @Test func `the roll stops in front of what is unknown`() async throws {
    try await threeSales()
    var roll = TillRoll()
    try await catchUpToAnError(&roll)
    #expect(roll.position.id == 1, "Rule: the position is behind what was printed, and before what was not.")
  }

  @Test func `after an error no line is missing`() async throws {
    try await threeSales()
    var roll = TillRoll()
    try await catchUpToAnError(&roll)
    try await mendTheSecond()
    try await roll.catchUp(with: log)
    #expect(
      Set(roll.lines) == ["\(seats) Ada", "3 Edsger", "\(seats + 1) Grace"],
      "Rule: what was not printed is not behind the position.")
  }

  @Test func `after an error no line is there twice`() async throws {
    try await threeSales()
    var roll = TillRoll()
    try await catchUpToAnError(&roll)
    try await mendTheSecond()
    try await roll.catchUp(with: log)
    #expect(
      Set(roll.lines).count == roll.lines.count,
      "Rule: what was printed is behind the position, whatever comes after it.")
  }

  @Test func `a log that was made anew is noticed`() async throws {
    try await sell(seats, to: "Ada")
    var roll = TillRoll()
    try await roll.catchUp(with: log)
    let other = InMemoryRecorder()
    try await other.append((0..<3).map { item("Performance.seatsSold", Self.sale($0 + 1, "Eve"), of: UUID()) })
    await #expect(throws: LogReplaced.self, "Rule: a number does not say of which log it is. A `LogPosition` does.") {
      try await roll.catchUp(with: LocalNotificationLog(other))
    }
  }

  /// Reads on, perhaps only to what cannot be read.
  private func catchUpToAnError(_ roll: inout TillRoll) async throws {
    do { try await roll.catchUp(with: log) } catch is UnreadableItem {}
  }

  /// Three sales, of which the program does not know the second.
  private func threeSales() async throws {
    try await sell(seats, to: "Ada")
    try await append("Performance.boxSold", #"{"box":3,"to":"Edsger"}"#)
    try await sell(seats + 1, to: "Grace")
  }

  /// Rewrites the second sale, so that the program knows it.
  private func mendTheSecond() async throws {
    let old = try #require(try await recorder.notifications(after: 1, limit: 1).first?.item)
    let mended = SequencedItem(
      sequenceID: old.sequenceID, position: old.position, topic: "Performance.seatsSold",
      data: Data(Self.sale(3, "Edsger").utf8), timestamp: old.timestamp)
    try await recorder.rewrite([try Rewrite(from: old, to: mended)])
  }

  private static func sale(_ count: Int, _ customer: String) -> String { #"{"count":\#(count),"to":"\#(customer)"}"# }

  private func sell(_ count: Int, to customer: String) async throws {
    try await append("Performance.seatsSold", Self.sale(count, customer))
  }

  private func append(_ topic: String, _ data: String) async throws {
    try await recorder.append([item(topic, data, of: UUID())])
  }

  private func item(_ topic: String, _ data: String, of id: UUID, _ number: Int = 0) -> SequencedItem {
    SequencedItem(
      sequenceID: id, position: 0, topic: topic, data: Data(data.utf8), timestamp: Timestamp(microseconds: number))
  }
}
