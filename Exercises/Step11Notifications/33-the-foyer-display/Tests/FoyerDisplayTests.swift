import BoxOffice
import EventSourcing
import Exercise33
import Foundation
import Practice
import Testing

@Suite("Exercise 33: the display in the foyer", .timeLimit(.minutes(1)))
struct FoyerDisplayTests {
  /// Somebody switches the display off.
  private struct SwitchedOff: Error, Equatable {}

  private let recorder = InMemoryRecorder()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder) }

  /// How many seats are sold, any number but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 33)
    seats = .random(in: 20...99, using: &generator)
  }

  @Test func `it shows the number when it has caught up, not before`() async throws {
    for _ in 0..<5 { try await sell(seats) }
    #expect(
      try await shown(after: []) == [5 * seats],
      "Rule: years of sales do not rush past. Show the number when all there is has been counted.")
  }

  @Test func `it shows each change after that`() async throws {
    try await sell(seats)
    #expect(
      try await shown(after: [{ try await sell(2) }, { try await sell(3) }]) == [seats, seats + 2, seats + 5],
      "Rule: whoever has caught up follows, and shows what is new.")
  }

  @Test func `it shows nought before anything is sold`() async throws {
    #expect(
      try await shown(after: [{ try await sell(seats) }]) == [0, seats],
      "Rule: it has caught up with an empty log, too.")
  }

  @Test func `what happens to vouchers does not concern it`() async throws {
    try await append("Voucher.issued", #"{"cents":5000}"#)
    try await sell(seats)
    try await append("Voucher.issued", #"{"cents":5000}"#)
    await #expect(throws: Never.self, "Rule: vouchers are none of its business.") {
      let numbers = try await shown(after: [])
      #expect(numbers == [seats], "Rule: only seats are counted.")
    }
  }

  @Test func `an event that is unknown ends it`() async throws {
    try await sell(seats)
    try await append("Performance.boxSold", "{}")
    await #expect(throws: UnreadableItem.self, "Rule: a wrong number is worse than none.") {
      _ = try await shown(after: [])
    }
  }

  @Test func `a sale that cannot be read ends it`() async throws {
    try await append("Performance.seatsSold", "{}")
    await #expect(throws: UnreadableItem.self, "Rule: a sale that was not counted makes all later numbers wrong.") {
      _ = try await shown(after: [])
    }
  }

  @Test func `a line that is lost for a moment does not end it, and each sale counts once`() async throws {
    try await sell(seats)
    let lost = RecorderError(.unavailable, "The line is lost.")
    await #expect(throws: Never.self, "Rule: what passes by itself is waited for.") {
      let line = BadLine(log, failures: [lost, nil, lost, lost])
      let numbers = try await shown(on: line, after: [{ try await sell(2) }])
      #expect(numbers == [seats, seats + 2], "Rule: it goes on behind what was counted.")
    }
  }

  @Test func `an error that does not pass ends it`() async throws {
    let refused = RecorderError(.refused, "The password has changed.")
    await #expect(throws: refused, "Rule: what nobody mends stays as it is. Who runs the display must know.") {
      _ = try await shown(on: BadLine(log, failures: [refused]), after: [])
    }
  }

  @Test func `it ends when its task is cancelled`() async throws {
    try await sell(seats)
    let (shows, gotShow) = AsyncStream.makeStream(of: Int.self)
    let task = Task { [log] in
      defer { gotShow.finish() }
      var display = FoyerDisplay()
      try await display.follow(log) { gotShow.yield($0) }
    }
    #expect(await shows.first { _ in true } != nil, "Rule: it shows the number when it has caught up.")
    task.cancel()
    await #expect(throws: CancellationError.self, "Rule: it follows until it is switched off.") { try await task.value }
  }

  /// The numbers that a display shows: after each comes a change, and after the last it is switched off.
  private func shown(
    on log: (any NotificationLog)? = nil, after changes: [() async throws -> Void]
  ) async throws -> [Int] {
    var numbers: [Int] = []
    var display = FoyerDisplay()
    do {
      try await display.follow(log ?? self.log) { number in
        numbers.append(number)
        guard numbers.count <= changes.count else { throw SwitchedOff() }
        try await changes[numbers.count - 1]()
      }
    } catch is SwitchedOff {}
    return numbers
  }

  private func sell(_ count: Int) async throws {
    try await append("Performance.seatsSold", #"{"count":\#(count),"to":"Ada"}"#)
  }

  private func append(_ topic: String, _ data: String) async throws {
    try await recorder.append([
      SequencedItem(
        sequenceID: UUID(), position: 0, topic: topic, data: Data(data.utf8), timestamp: Timestamp(microseconds: 0))
    ])
  }
}
