import BoxOffice
import EventSourcing
import Exercise11
import Foundation
import Practice
import Testing

@Suite("Exercise 11: never there, or gone")
struct NeverThereOrGoneTests {
  private let recorder = InMemoryRecorder()
  private let store: EventStore<DomainEvent<VoucherEvent>>
  private let desk: VoucherDesk
  private let id = UUID()

  /// An amount, any but the same on each run.
  private let cents: Int

  init() {
    var generator = SeededGenerator(seed: 11)
    cents = .random(in: 101...999, using: &generator)
    store = EventStore(of: VoucherEvent.self, in: recorder)
    desk = VoucherDesk(repository: Repository(eventStore: store))
  }

  @Test func `a voucher that can be spent is worth what is left`() async throws {
    try await store(.issued(cents: 5_000), .spent(cents: cents))
    #expect(try await desk.answer(about: id) == .worth(cents: 5_000 - cents), "Rule: what is there is no special case.")
  }

  @Test func `a voucher that was paid out is not unknown`() async throws {
    try await store(.issued(cents: cents), .paidOut)
    #expect(
      try await desk.answer(about: id) != .unknown,
      "Rule: what is discarded has existed. Whoever treats it as unknown calls its owner a liar.")
  }

  @Test func `the answer says how much was left in the end`() async throws {
    try await store(.issued(cents: 5_000), .spent(cents: cents), .spent(cents: 100), .paidOut)
    #expect(
      try await desk.answer(about: id) == .paidOut(cents: 4_900 - cents),
      "Rule: the past of what is discarded can be read, up to the event before the last.")
  }

  @Test func `nothing left is an answer, too`() async throws {
    try await store(.issued(cents: cents), .spent(cents: cents), .paidOut)
    #expect(
      try await desk.answer(about: id) == .paidOut(cents: 0),
      "Rule: what is discarded has existed, whatever it was worth in the end.")
  }

  @Test func `the desk has an answer for whatever was issued`() async throws {
    try await store(.issued(cents: 5_000), .spent(cents: cents), .paidOut)
    await #expect(throws: Never.self, "Rule: ask for a version that is there. After the last event nothing is.") {
      try await desk.answer(about: id)
    }
  }

  @Test func `a voucher that nobody issued is unknown`() async throws {
    try await store(.issued(cents: cents), .paidOut)
    #expect(try await desk.answer(about: UUID()) == .unknown, "Rule: what has no events never existed.")
  }

  @Test func `a fault of the database is no answer`() async throws {
    try await store(.issued(cents: cents))
    try await recorder.close()
    await #expect(throws: RecorderError.closed, "Rule: who cannot look does not know, and says so.") {
      try await desk.answer(about: id)
    }
  }

  private func store(_ payloads: VoucherEvent...) async throws {
    try await store.append(
      payloads.enumerated().map { version, payload in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
      })
  }
}
