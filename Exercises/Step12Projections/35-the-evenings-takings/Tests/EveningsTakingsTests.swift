import BoxOffice
import EventSourcing
import Exercise35
import Foundation
import Practice
import Testing

@Suite("Exercise 35: the evening's takings", .timeLimit(.minutes(1)))
struct EveningsTakingsTests {
  private struct PowerCut: Error, Equatable {}

  private let recorder = InMemoryRecorder()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder) }

  /// How many seats a sale is of, any number but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 35)
    seats = .random(in: 2...9, using: &generator)
  }

  @Test func `what is sold counts, and what is returned does not`() async throws {
    try await sell(3)
    try await recorder.record(
      PerformanceEvent.scheduled(title: "Hamlet", seats: 500), .seatsReturned(count: 1), of: UUID())
    let disk = Disk()
    try await run(disk)
    try await run(disk)
    #expect(try await disk.read().sold == 3 * seats - 1, "Rule: the number is that of seats sold, each once.")
  }

  @Test func `wherever the power is cut, no seat counts twice`() async throws {
    for cut in 0..<6 {
      let sold = try await soldThoughPowerIsCut(beforeWrite: cut)
      #expect(sold <= 6 * seats, "Rule: the number is not on the disk without its position.")
    }
  }

  @Test func `wherever the power is cut, no seat is lost`() async throws {
    for cut in 0..<6 {
      let sold = try await soldThoughPowerIsCut(beforeWrite: cut)
      #expect(sold >= 6 * seats, "Rule: the position is not on the disk without its number.")
    }
  }

  @Test func `what another has counted while the log was read does not count again`() async throws {
    try await sell(4)
    let (disk, rival) = (Disk(), rival())
    try await SeatCounter(disk: disk).run(SlowLog(log) { try await rival(disk) })
    #expect(try await disk.read().sold == 4 * seats, "Rule: what has been counted by now is not counted again.")
  }

  @Test func `what another has counted meanwhile does not count again`() async throws {
    try await sell(4)
    let disk = Disk(beforeWrites: [rival()])
    try await run(disk)
    #expect(try await disk.read().sold == 4 * seats, "Rule: in the transaction the position is where you found it.")
  }

  @Test func `that another was quicker is no error`() async throws {
    try await sell(4)
    let disk = Disk(beforeWrites: [rival()])
    await #expect(throws: Never.self, "Rule: that is what two are there for: go on behind what is counted.") {
      try await run(disk)
    }
  }

  @Test func `who finds another quicker goes on to the end`() async throws {
    try await sell(1)
    let (recorder, seats, rival) = (recorder, seats, rival())
    let disk = Disk(beforeWrites: [
      { disk in
        try await rival(disk)
        try await recorder.record(PerformanceEvent.seatsSold(count: seats + 1, to: "Grace"), of: UUID())
      }
    ])
    try await run(disk)
    #expect(
      try await disk.read().sold == 2 * seats + 1, "Rule: whoever was second goes on behind what another has counted.")
  }

  @Test func `what another has counted in part is gone on with`() async throws {
    try await sell(3)
    try await issueVouchers(250)
    try await sell(2)
    let disk = Disk(beforeWrites: [rival(), { _ in }, rival()])
    try await run(disk)
    #expect(try await disk.read().sold == 5 * seats, "Rule: however many run it, each sale counts once.")
  }

  @Test func `many vouchers between two sales hold up nobody`() async throws {
    try await sell(1)
    try await issueVouchers(350)
    try await sell(1)
    let disk = Disk()
    try await run(disk)
    #expect(
      try await disk.read().sold == 2 * seats, "Rule: a page without a sale is not the end of the log.")
  }

  @Test func `an event that is unknown stops it, and nothing is half counted`() async throws {
    try await sell(2)
    try await recorder.recordUnknown("Performance.boxSold", of: UUID())
    let disk = Disk()
    await #expect(throws: UnreadableItem.self, "Rule: what this program does not know may be a sale.") {
      try await run(disk)
    }
    let kept = try await disk.read()
    #expect(kept.sold == kept.position.id * seats, "Rule: the number is that of the sales before the position.")
  }

  @Test func `a log that was restored from a backup is noticed`() async throws {
    try await sell(2)
    let disk = Disk()
    try await run(disk)
    try await recorder.beginEpoch()
    await #expect(throws: LogReplaced.self, "Rule: keep the position that the page gives: it knows its log.") {
      try await run(disk)
    }
  }

  private func run(_ disk: Disk) async throws {
    try await SeatCounter(disk: disk).run(log)
  }

  /// What is counted of six sales, over two pages, if the power is cut once and the program is run again and again.
  private func soldThoughPowerIsCut(beforeWrite cut: Int) async throws -> Int {
    let recorder = InMemoryRecorder()
    try await sell(4, in: recorder)
    try await issueVouchers(150, in: recorder)
    try await sell(2, in: recorder)
    let disk = Disk(beforeWrites: Array(repeating: { _ in }, count: cut) + [{ _ in throw PowerCut() }])
    let counter = SeatCounter(disk: disk)
    // Each run writes at least once, so by then the power was cut.
    for _ in 0...cut {
      do { try await counter.run(LocalNotificationLog(recorder)) } catch is PowerCut {}
    }
    try await counter.run(LocalNotificationLog(recorder))
    return try await disk.read().sold
  }

  /// Another program at the same disk, which is mended already: it counts one page.
  private func rival() -> @Sendable (Disk) async throws -> Void {
    let (log, seats) = (log, seats)
    return { disk in
      let position = try await disk.read().position
      let page = try await log.page(NotificationQuery(after: position, limit: 100))
      let sales = page.notifications.count { $0.item.topic == "Performance.seatsSold" }
      try await disk.write { kept in
        kept.sold += sales * seats
        kept.position = page.readUpTo
      }
    }
  }

  private func sell(_ times: Int, in recorder: InMemoryRecorder? = nil) async throws {
    for _ in 0..<times {
      try await (recorder ?? self.recorder).record(PerformanceEvent.seatsSold(count: seats, to: "Ada"), of: UUID())
    }
  }

  private func issueVouchers(_ count: Int, in recorder: InMemoryRecorder? = nil) async throws {
    for _ in 0..<count { try await (recorder ?? self.recorder).record(VoucherEvent.issued(cents: 5_000), of: UUID()) }
  }
}
