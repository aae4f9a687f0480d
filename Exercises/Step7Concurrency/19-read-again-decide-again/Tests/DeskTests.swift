import BoxOffice
import EventSourcing
import Exercise19
import Foundation
import Practice
import Testing

@Suite("Exercise 19: read again, decide again")
struct DeskTests {
  private let recorder = ContestedRecorder()
  private let hamlet = UUID()

  /// A number of seats, any but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 19)
    seats = .random(in: 10...40, using: &generator)
  }

  @Test func `seats are sold`() async throws {
    try await schedule(seats: 50)
    let performance = try await sell(seats)
    #expect(performance.seatsSold == seats, "Rule: return the performance as it is after the sale.")
    #expect(
      try await history() == [.scheduled(title: "Hamlet", seats: 50), .seatsSold(count: seats, to: "Ada")],
      "Rule: a sale is one event, with what was sold and to whom.")
  }

  @Test func `another desk was first`() async throws {
    try await schedule(seats: 50)
    letAnotherDeskSell(3)
    let performance = try await sell(seats)
    #expect(performance.seatsSold == seats + 3, "Rule: after a conflict read again. What the other desk sold is there.")
    #expect(try await history().count == 3, "Rule: both sales are stored, each of them once.")
  }

  @Test func `other desks were first three times`() async throws {
    try await schedule(seats: 50)
    for count in 1...3 { letAnotherDeskSell(count) }
    let performance = try await sell(seats)
    #expect(
      performance.seatsSold == seats + 6, "Rule: the second attempt can meet a rival, too, and the third.")
  }

  @Test func `another desk has sold the last seats`() async throws {
    try await schedule(seats: seats + 5)
    letAnotherDeskSell(6)
    await #expect(throws: SoldOut(left: seats - 1), "Rule: decide again, on what is left now. No seat is sold twice.") {
      try await sell(seats)
    }
    #expect(try await history().count == 2, "Rule: what was refused is not stored.")
  }

  @Test func `each attempt reads anew`() async throws {
    try await schedule(seats: 50)
    for _ in 1...100 { letAnotherDeskSell(0) }
    let appends = recorder.appends
    do { try await sell(seats) } catch let todo as TODO { throw todo } catch {}
    #expect(
      recorder.reads >= recorder.appends - appends,
      "Rule: a decision on an old state is not worth trying again: its position stays taken.")
  }

  @Test func `who is always second is told so`() async throws {
    try await schedule(seats: 50)
    for _ in 1...100 { letAnotherDeskSell(0) }
    await #expect(throws: ConcurrencyError.self, "Rule: do not try for ever. Who waits wants to know.") {
      try await sell(seats)
    }
  }

  @Test func `sold out is an answer, not a conflict`() async throws {
    try await schedule(seats: seats + 1)
    try await sell(seats)
    let reads = recorder.reads
    await #expect(throws: SoldOut(left: 1), "Rule: a refusal comes out as it is.") { try await sell(2) }
    #expect(recorder.reads == 2 * reads, "Rule: only a conflict is tried again. Asking twice makes no seats.")
  }

  @discardableResult
  private func sell(_ count: Int) async throws -> Performance {
    try await withDesk(on: recorder) { desk in try await desk.sell(count, of: hamlet, to: "Ada") }
  }

  /// Between reading and storing, another desk sells.
  private func letAnotherDeskSell(_ count: Int) {
    recorder.letComeFirst { [hamlet] recorder in
      try await Self.append(.seatsSold(count: count, to: "Grace"), to: hamlet, in: recorder)
    }
  }

  private func schedule(seats: Int) async throws {
    try await EventStore(of: PerformanceEvent.self, in: recorder).append(
      DomainEvent(
        entityID: hamlet, entityVersion: 0, timestamp: .now, payload: .scheduled(title: "Hamlet", seats: seats)))
  }

  private func history() async throws -> [PerformanceEvent] {
    try await EventStore(of: PerformanceEvent.self, in: recorder).events(of: hamlet).map(\.payload)
  }

  private static func append(_ payload: PerformanceEvent, to id: UUID, in recorder: any Recorder) async throws {
    let store = EventStore(of: PerformanceEvent.self, in: recorder)
    let version = try await store.events(of: id).count
    try await store.append(DomainEvent(entityID: id, entityVersion: version, timestamp: .now, payload: payload))
  }
}
