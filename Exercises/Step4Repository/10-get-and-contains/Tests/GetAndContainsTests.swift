import BoxOffice
import EventSourcing
import Exercise10
import Foundation
import Practice
import Testing

@Suite("Exercise 10: get and contains")
struct GetAndContainsTests {
  private let recorder = InMemoryRecorder()
  private let store: EventStore<DomainEvent<VoucherEvent>>
  private let book: VoucherBook
  private let mine = UUID()
  private let yours = UUID()

  /// An amount, any but the same on each run.
  private let cents: Int

  init() {
    var generator = SeededGenerator(seed: 10)
    cents = .random(in: 101...999, using: &generator)
    store = EventStore(of: VoucherEvent.self, in: recorder)
    book = VoucherBook(eventStore: store)
  }

  @Test func `the voucher is what all its events make it`() async throws {
    try await store(.issued(cents: 5_000), .spent(cents: cents), .spent(cents: 100), for: mine)
    try await store(.issued(cents: 2_000), for: yours)
    let voucher = try await book[mine]
    #expect(voucher.cents == 4_900 - cents, "Rule: an entity is what all its events make it.")
    #expect(voucher.id == mine && voucher.version == 3, "Rule: it is made of its own events, and of all of them.")
  }

  @Test func `an id that nobody knows is not found`() async throws {
    try await store(.issued(cents: cents), for: yours)
    await #expect(throws: NoSuchVoucher(id: mine), "Rule: whoever gets no voucher is told which was asked for.") {
      try await book[mine]
    }
  }

  @Test func `a voucher that was paid out is not found`() async throws {
    try await store(.issued(cents: cents), .paidOut, for: mine)
    await #expect(throws: NoSuchVoucher(id: mine), "Rule: what the last event has ended is not there any more.") {
      try await book[mine]
    }
  }

  @Test func `the book does not say that there is none when it cannot look`() async throws {
    try await store(.issued(cents: cents), for: mine)
    try await recorder.close()
    await #expect(throws: RecorderError.closed, "Rule: a fault of the database is not an answer.") {
      try await book[mine]
    }
  }

  @Test func `a voucher that was issued is contained`() async throws {
    try await store(.issued(cents: cents), .spent(cents: cents), for: mine)
    #expect(
      try await book.contains(mine), "Rule: a voucher is there until it is paid out, also with nothing left on it.")
  }

  @Test func `an id that nobody knows is not contained`() async throws {
    try await store(.issued(cents: cents), for: yours)
    await #expect(throws: Never.self, "Rule: to the question whether there is one, “no” is an answer.") {
      let isContained = try await book.contains(mine)
      #expect(!isContained, "Rule: without events there is no entity.")
    }
  }

  @Test func `a voucher that was paid out is not contained`() async throws {
    try await store(.issued(cents: cents), .paidOut, for: mine)
    await #expect(throws: Never.self, "Rule: to the question whether there is one, “no” is an answer.") {
      let isContained = try await book.contains(mine)
      #expect(!isContained, "Rule: there are events, but no voucher comes out of them.")
    }
  }

  @Test func `contains does not say no when it cannot look`() async throws {
    try await recorder.close()
    await #expect(throws: RecorderError.closed, "Rule: a fault of the database is not an answer.") {
      try await book.contains(mine)
    }
  }

  private func store(_ payloads: VoucherEvent..., for id: UUID) async throws {
    try await store.append(
      payloads.enumerated().map { version, payload in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
      })
  }
}
