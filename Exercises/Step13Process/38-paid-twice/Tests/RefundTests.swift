import BoxOffice
import EventSourcing
import EventSourcingSystems
import Exercise38
import Foundation
import Practice
import Testing

@Suite("Exercise 38: paid twice", .timeLimit(.minutes(1)))
struct RefundTests {
  private let performance = UUID()
  private let performances = InMemoryRecorder()
  private let refunds = InMemoryRecorder()
  private let cashier: TestCashier

  /// How many seats are returned, any number but the same on each run.
  private let seats: Int

  init() throws {
    var generator = SeededGenerator(seed: 38)
    seats = .random(in: 2...9, using: &generator)
    cashier = try TestCashier()
  }

  @Test func `a seat that is returned is paid for, and that is noted`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    try await react()
    #expect(cashier.paid == seats * 2_500, "Rule: 25 euros are paid for each seat.")
    #expect(try await noted() == ["Refund.paid"], "Rule: what was paid is noted, once.")
  }

  @Test func `what is sold or cancelled is not paid for`() async throws {
    try await performances.record(
      PerformanceEvent.scheduled(title: "Hamlet", seats: 99), .seatsSold(count: seats, to: "Ada"), .cancelled,
      of: performance)
    try await react()
    let topics = try await noted()
    #expect(cashier.paid == 0 && topics.isEmpty, "Rule: only what is returned is paid for.")
  }

  @Test func `if noting fails, no money is paid twice`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    let disk = FullDisk()
    await #expect(throws: (any Error).self) { try await react(into: disk) }
    try await react(into: disk)
    #expect(cashier.paid == seats * 2_500, "Rule: the machine is asked again under the same key.")
    #expect(try await noted(in: disk) == ["Refund.paid"], "Rule: it is tried again until it is noted.")
  }

  @Test func `if the answer is lost, no money is paid twice`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    cashier.have(.losesAnswer)
    try? await react()
    try await react()
    let topics = try await noted()
    #expect(
      cashier.paid == seats * 2_500 && topics == ["Refund.paid"],
      "Rule: the machine is asked again under the same key, and what it says is noted.")
  }

  @Test func `each return is paid for, also two of one performance`() async throws {
    try await performances.record(
      PerformanceEvent.seatsReturned(count: seats), .seatsReturned(count: seats), of: performance)
    try await react()
    #expect(cashier.paid == 2 * seats * 2_500, "Rule: two returns are two payments, so they have two keys.")
  }

  @Test func `two that run at once pay once`() async throws {
    for _ in 1...5 {
      try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: UUID())
    }
    cashier.meanwhile { try await react() }
    try await react()
    let topics = try await noted()
    #expect(
      cashier.paid == 5 * seats * 2_500 && topics.count == 5,
      "Rule: however many run it, each return is paid for once.")
  }

  @Test func `the machine is asked outside of any transaction`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    try await react()
    #expect(
      !cashier.isAskedInTransaction && cashier.paid > 0,
      "Rule: a machine may take minutes, and no transaction can take its money back.")
  }

  @Test func `what is refused is noted, and the next customer has their turn`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    cashier.have(.refuses)
    try? await react()
    cashier.have(nil)
    try await performances.record(PerformanceEvent.seatsReturned(count: 1), of: UUID())
    try await react()
    let topics = try await noted()
    #expect(
      cashier.paid == 2_500 && topics == ["Refund.refused", "Refund.paid"],
      "Rule: a refusal is an answer, and holds up nobody.")
  }

  @Test func `while the machine does not answer, nothing is noted`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    cashier.have(.isOff)
    try? await react()
    #expect(try await noted().isEmpty, "Rule: silence is no answer: the customer may get the money later.")
    cashier.have(nil)
    try await react()
    let topics = try await noted()
    #expect(
      cashier.paid == seats * 2_500 && topics == ["Refund.paid"], "Rule: it is not forgotten either.")
  }

  @Test func `a refund has the id that follows from its cause`() async throws {
    try await performances.record(PerformanceEvent.seatsReturned(count: seats), of: performance)
    try await react()
    let cause = EventCause(application: "box office", sequence: performance, position: 0)
    let id = try RefundDesk.application(cashier).id("refund", because: cause)
    #expect(
      try await refunds.sequenceIDs(after: nil, limit: 10) == [id], "Rule: who knows the return finds its refund.")
  }

  /// Has the application deal with all that has happened to performances.
  private func react(into refunds: (any Recorder)? = nil) async throws {
    let boxOffice = try ProcessApplication("box office", catalog: EventCatalog(.events(of: PerformanceEvent.self)))
    let runner = try await SingleThreadRunner(System(boxOffice | RefundDesk.application(cashier))) { name in
      name == "box office" ? performances : refunds ?? self.refunds
    }
    try await runner.settle()
  }

  /// The topics of what was noted.
  private func noted(in refunds: (any Recorder)? = nil) async throws -> [String] {
    try await (refunds ?? self.refunds).notifications(after: 0, limit: 10).map(\.item.topic)
  }
}
