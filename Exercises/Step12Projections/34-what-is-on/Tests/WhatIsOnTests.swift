import BoxOffice
import EventSourcing
import Exercise34
import Foundation
import Practice
import Testing

@Suite("Exercise 34: what is on", .timeLimit(.minutes(1)))
struct WhatIsOnTests {
  private let recorder = InMemoryRecorder()
  private let hamlet = UUID()
  private let faust = UUID()

  /// How many seats there are, any number but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 34)
    seats = .random(in: 100...900, using: &generator)
  }

  @Test func `a performance that is scheduled is on, with all its seats`() async throws {
    try await recorder.record(PerformanceEvent.scheduled(title: "Hamlet", seats: seats), of: hamlet)
    #expect(
      try await made().performances == [hamlet: WhatsOn.Performance(title: "Hamlet", seatsLeft: seats)],
      "Rule: the board has each performance with its title, and all seats are left at first.")
  }

  @Test func `what is sold is not left, and what is returned is`() async throws {
    try await recorder.record(
      PerformanceEvent.scheduled(title: "Hamlet", seats: seats), .seatsSold(count: 30, to: "Ada"),
      .seatsReturned(count: 7), of: hamlet)
    #expect(
      try await made().performances[hamlet]?.seatsLeft == seats - 23,
      "Rule: a sale takes as many seats as it says, and a return gives them back.")
  }

  @Test func `each performance has seats of its own`() async throws {
    try await recorder.record(PerformanceEvent.scheduled(title: "Hamlet", seats: seats), of: hamlet)
    try await recorder.record(PerformanceEvent.scheduled(title: "Faust", seats: 80), of: faust)
    try await recorder.record(PerformanceEvent.seatsSold(count: 50, to: "Ada"), of: faust)
    let board = try await made().performances
    #expect(
      board[hamlet]?.seatsLeft == seats && board[faust]?.seatsLeft == 30,
      "Rule: an event changes the performance that it belongs to, and no other.")
  }

  @Test func `a performance that was cancelled is not on any more`() async throws {
    try await recorder.record(PerformanceEvent.scheduled(title: "Hamlet", seats: seats), of: hamlet)
    try await recorder.record(PerformanceEvent.scheduled(title: "Faust", seats: 80), of: faust)
    try await recorder.record(PerformanceEvent.cancelled, of: hamlet)
    #expect(try await made().performances.keys.map(\.self) == [faust], "Rule: what is cancelled leaves the board.")
  }

  @Test func `what all vouchers are still worth is what was issued and not spent`() async throws {
    try await recorder.record(VoucherEvent.issued(cents: 5_000), .spent(cents: 1_800), of: UUID())
    try await recorder.record(VoucherEvent.issued(cents: 2_500), of: UUID())
    #expect(try await made().cents == 5_700, "Rule: a voucher is worth what it was issued with, less what was spent.")
  }

  @Test func `a voucher that was paid out is worth nothing`() async throws {
    try await recorder.record(VoucherEvent.issued(cents: 5_000), .spent(cents: 1_800), .paidOut, of: UUID())
    try await recorder.record(VoucherEvent.issued(cents: 2_500), of: UUID())
    #expect(try await made().cents == 2_500, "Rule: who was paid out has the rest in cash.")
  }

  @Test func `made anew, it is the same`() async throws {
    try await recorder.record(
      PerformanceEvent.scheduled(title: "Hamlet", seats: seats), .seatsSold(count: 30, to: "Ada"), of: hamlet)
    try await recorder.record(VoucherEvent.issued(cents: 5_000), .spent(cents: 1_800), of: UUID())
    let view = try InMemoryView("whats-on", WhatsOn())
    let projector = try Projector(
      WhatsOn.projection(), from: ["box office": LocalNotificationLog(recorder)], into: view)
    try await projector.catchUp()
    let first = view.read { $0 }
    try await projector.rebuild()
    #expect(
      view.read { $0 } == first && !first.performances.isEmpty,
      "Rule: all that the view has is in the view, and comes from events.")
  }

  @Test func `an event that this program does not know stops it`() async throws {
    try await recorder.record(PerformanceEvent.scheduled(title: "Hamlet", seats: seats), of: hamlet)
    try await recorder.recordUnknown("Performance.boxSold", of: hamlet)
    await #expect(throws: ProjectionFailed.self, "Rule: what is unknown may be a sale, so it is not passed over.") {
      try await made()
    }
  }

  @Test func `any history gives what its events add up to`() async throws {
    var generator = SeededGenerator(seed: 340)
    var expected = WhatsOn()
    let ids = IDGenerator.counting()
    for number in 0..<60 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        let id = ids.next()
        try await recorder.record(PerformanceEvent.scheduled(title: "Play \(number)", seats: number + 50), of: id)
        expected.performances[id] = WhatsOn.Performance(title: "Play \(number)", seatsLeft: number + 50)
      case 1:
        let id = ids.next()
        try await recorder.record(VoucherEvent.issued(cents: number * 100), of: id)
        expected.vouchers[id] = number * 100
      case let choice:
        try await change(&expected, by: choice, number)
      }
    }
    #expect(try await made() == expected, "Rule: the view is what the events add up to, whatever has happened.")
  }

  /// Has something happen to a performance and to a voucher, if there are any.
  private func change(_ expected: inout WhatsOn, by choice: Int, _ number: Int) async throws {
    if let id = expected.performances.keys.min() {
      switch choice {
      case 2:
        try await recorder.record(PerformanceEvent.cancelled, of: id)
        expected.performances[id] = nil
      case 3:
        try await recorder.record(PerformanceEvent.seatsReturned(count: 2), of: id)
        expected.performances[id]?.seatsLeft += 2
      default:
        try await recorder.record(PerformanceEvent.seatsSold(count: number, to: "Ada"), of: id)
        expected.performances[id]?.seatsLeft -= number
      }
    }
    if let id = expected.vouchers.keys.max() {
      let isPaidOut = choice == 2
      try await recorder.record(isPaidOut ? VoucherEvent.paidOut : .spent(cents: number), of: id)
      expected.vouchers[id] = isPaidOut ? nil : expected.vouchers[id].map { $0 - number }
    }
  }

  /// What a projector makes of all that has happened.
  @discardableResult
  private func made() async throws -> WhatsOn {
    let view = try InMemoryView("whats-on", WhatsOn())
    try await Projector(
      WhatsOn.projection(), from: ["box office": LocalNotificationLog(recorder)], into: view
    ).catchUp()
    return view.read { $0 }
  }
}
