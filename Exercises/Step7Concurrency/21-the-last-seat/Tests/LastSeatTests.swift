import BoxOffice
import EventSourcing
import Exercise21
import Foundation
import Practice
import Testing

@Suite("Exercise 21: the last seat")
struct LastSeatTests {
  private let recorder = ContestedRecorder()

  /// A seat, any but the same on each run.
  private let number: SeatNumber

  init() {
    var generator = SeededGenerator(seed: 21)
    number = SeatNumber(
      performance: UUID(), row: .random(in: 1...40, using: &generator), seat: .random(in: 1...40, using: &generator))
  }

  @Test func `a free seat is sold`() async throws {
    try await sell(to: "Ada")
    let history = try await history()
    #expect(history == [.sold(to: "Ada")], "Rule: a sale is one event, under the id of the seat's number.")
  }

  @Test func `the seat beside it is another seat`() async throws {
    try await sell(to: "Ada")
    let beside = SeatNumber(performance: number.performance, row: number.row, seat: number.seat + 1)
    await #expect(throws: Never.self, "Rule: one seat that is sold keeps nobody from the others.") {
      try await withSeatSales(on: recorder) { sales in try await sales.sell(beside, to: "Grace") }
    }
  }

  @Test func `a seat that is sold is refused`() async throws {
    try await append([.sold(to: "Grace")])
    await expectRefusal("a seat that somebody has is not sold again.")
    let history = try await history()
    #expect(history == [.sold(to: "Grace")], "Rule: what was refused is not stored.")
  }

  @Test func `a seat that was brought back is sold again`() async throws {
    try await append([.sold(to: "Grace"), .returned])
    try await sell(to: "Ada")
    let history = try await history()
    #expect(history.last == .sold(to: "Ada"), "Rule: a seat without a holder is free.")
  }

  @Test func `of two desks exactly one has sold it`() async throws {
    letAnotherDeskFirst([.sold(to: "Grace")])
    var isTold = true
    do { try await sell(to: "Ada") } catch let todo as TODO { throw todo } catch { isTold = false }
    let history = try await history()
    #expect(history == [.sold(to: "Grace")], "Rule: no seat is sold twice.")
    #expect(!isTold, "Rule: who is told that the seat is sold must have it. Now two come to one seat.")
  }

  @Test func `the other hears a refusal, not an error of the database`() async throws {
    letAnotherDeskFirst([.sold(to: "Grace")])
    await expectRefusal("a conflict means nothing to a customer. Decide again, and say what has become of the seat.")
  }

  @Test func `two desks sell a seat that was brought back`() async throws {
    try await append([.sold(to: "Edsger"), .returned])
    letAnotherDeskFirst([.sold(to: "Grace")])
    await expectRefusal("a seat that is sold again is sold once, too.")
  }

  @Test func `a conflict alone is no refusal`() async throws {
    letAnotherDeskFirst([.sold(to: "Grace"), .returned])
    await #expect(throws: Never.self, "Rule: look again. The seat was sold and brought back, so it is free.") {
      try await sell(to: "Ada")
    }
    let history = try await history()
    #expect(history.last == .sold(to: "Ada"), "Rule: a seat without a holder is free.")
  }

  @Test func `a fault of the database is no refusal`() async throws {
    try await recorder.close()
    await #expect(throws: RecorderError.closed, "Rule: say that a seat is taken only if you have seen that it is.") {
      try await sell(to: "Ada")
    }
  }

  private func sell(to customer: String) async throws {
    try await withSeatSales(on: recorder) { sales in try await sales.sell(number, to: customer) }
  }

  private func expectRefusal(_ rule: String) async {
    await #expect(throws: SeatTaken(number), "Rule: \(rule)") { try await sell(to: "Ada") }
  }

  /// Between reading and storing, something happens to the seat at another desk.
  private func letAnotherDeskFirst(_ payloads: [NumberedSeatEvent]) {
    recorder.letComeFirst { [number] recorder in try await Self.append(payloads, to: number.id, in: recorder) }
  }

  private func append(_ payloads: [NumberedSeatEvent]) async throws {
    try await Self.append(payloads, to: number.id, in: recorder)
  }

  private func history() async throws -> [NumberedSeatEvent] {
    try await EventStore(of: NumberedSeatEvent.self, in: recorder).events(of: number.id).map(\.payload)
  }

  private static func append(_ payloads: [NumberedSeatEvent], to id: UUID, in recorder: any Recorder) async throws {
    let store = EventStore(of: NumberedSeatEvent.self, in: recorder)
    let version = try await store.events(of: id).count
    try await store.append(
      payloads.enumerated().map { place, payload in
        DomainEvent(entityID: id, entityVersion: version + place, timestamp: .now, payload: payload)
      })
  }
}
