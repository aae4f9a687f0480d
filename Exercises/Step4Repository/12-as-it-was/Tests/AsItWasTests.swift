import BoxOffice
import EventSourcing
import Exercise12
import Foundation
import Practice
import Testing

@Suite("Exercise 12: as it was")
struct AsItWasTests {
  private let store = EventStore(of: VoucherEvent.self, in: InMemoryRecorder())
  private let archive: VoucherArchive
  private let id = UUID()

  /// An amount and a number of minutes, any but the same on each run.
  private let cents: Int
  private let minutes: Int

  init() {
    var generator = SeededGenerator(seed: 12)
    cents = .random(in: 101...999, using: &generator)
    minutes = .random(in: 3...30, using: &generator)
    archive = VoucherArchive(eventStore: store)
  }

  @Test func `it is what it was at any time`() async throws {
    let times = [0, minutes, 2 * minutes, 3 * minutes]
    try await store(zip(times, [.issued(cents: 5_000), .spent(cents: cents), .spent(cents: 1), .spent(cents: 2)]))
    let worth = [5_000, 5_000 - cents, 4_999 - cents, 4_997 - cents]
    for (time, worth) in zip(times, worth) {
      #expect(
        try await archive[id, at: at(time + 1)].cents == worth,
        "Rule: what has happened by then counts, and nothing else. (\(time + 1) minutes after it was issued)")
    }
  }

  @Test func `what happened at that very moment has happened`() async throws {
    try await store([(0, .issued(cents: 5_000)), (minutes, .spent(cents: cents))])
    #expect(
      try await archive[id, at: at(minutes)].cents == 5_000 - cents, "Rule: a time includes its own moment.")
  }

  @Test func `a voucher that was paid out since has a past`() async throws {
    try await store([(0, .issued(cents: 5_000)), (minutes, .spent(cents: cents)), (2 * minutes, .paidOut)])
    await #expect(throws: Never.self, "Rule: whatever became of it, it was there then.") {
      let voucher = try await archive[id, at: at(minutes + 1)]
      #expect(voucher.cents == 5_000 - cents, "Rule: what came later changes nothing about the past.")
    }
  }

  @Test func `a voucher issued later says which version it lacks`() async throws {
    try await store([(minutes, .issued(cents: 5_000)), (minutes + 1, .spent(cents: cents))])
    await #expect(
      throws: EntityNotFound(id: id, reason: .noSuchVersion(asked: 0, latest: 2)),
      "Rule: “not yet” is not “never”."
    ) {
      try await archive[id, at: at(minutes - 1)]
    }
  }

  @Test func `whoever asks for a time after the end is told that it was paid out`() async throws {
    try await store([(0, .issued(cents: cents)), (minutes, .paidOut)])
    await #expect(
      throws: EntityNotFound(id: id, reason: .discarded(version: 2)), "Rule: “not any more” is not “never”."
    ) {
      try await archive[id, at: at(minutes + 1)]
    }
  }

  @Test func `a voucher that nobody issued never existed`() async throws {
    try await store([(0, .issued(cents: cents))])
    let other = UUID()
    await #expect(
      throws: EntityNotFound(id: other, reason: .neverExisted), "Rule: what has no events was at no time there."
    ) {
      try await archive[other, at: at(minutes)]
    }
  }

  @Test func `a clock that went back does not change the order`() async throws {
    // The third event comes from a desk whose clock is behind.
    try await store([
      (0, .issued(cents: 5_000)), (10 * minutes, .spent(cents: cents)), (5 * minutes, .spent(cents: 700)),
    ])
    #expect(
      try await archive[id, at: at(7 * minutes)].cents == 5_000,
      "Rule: an event has not happened before the one that it follows on.")
  }

  private func at(_ minutes: Int) -> Timestamp {
    Timestamp(microseconds: 1_766_592_000_000_000 + minutes * 60_000_000)
  }

  /// Stores events with the minutes at which they happened.
  private func store(_ events: some Sequence<(Int, VoucherEvent)>) async throws {
    try await store.append(
      events.enumerated().map { version, event in
        DomainEvent(entityID: id, entityVersion: version, timestamp: at(event.0), payload: event.1)
      })
  }
}
