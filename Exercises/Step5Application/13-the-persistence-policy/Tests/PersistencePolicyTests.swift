import BoxOffice
import EventSourcing
import Exercise13
import Foundation
import Practice
import Testing

@Suite("Exercise 13: the persistence policy")
struct PersistencePolicyTests {
  private let recorder = InMemoryRecorder()
  private let bus = EventBus()

  /// An amount, any but the same on each run.
  private let cents: Int

  init() {
    var generator = SeededGenerator(seed: 13)
    cents = .random(in: 101...999, using: &generator)
  }

  @Test func `no command is refused`() async throws {
    await #expect(throws: Never.self, "Rule: in an open shop there is somebody who stores, and one alone.") {
      try await open { shop in _ = try await shop.issue(cents: cents) }
    }
  }

  @Test func `what is sold is stored`() async throws {
    let voucher = try await open { shop in try await shop.issue(cents: cents) }
    let topics = try await recorder.items(of: voucher.id).map(\.topic)
    #expect(
      topics == ["Voucher.issued"], "Rule: the policy is there before the first command, and stores what is published.")
  }

  @Test func `what is spent is stored`() async throws {
    try await open { shop in
      let id = try await shop.issue(cents: 5_000).id
      await #expect(throws: Never.self, "Rule: the repository reads what the policy has stored, in the same store.") {
        try await shop.spend(cents, of: id)
        let left = try await shop.repository[id].cents
        #expect(left == 5_000 - cents, "Rule: whatever is published is stored.")
      }
    }
  }

  @Test func `whoever opens the shop gets what the body returns`() async throws {
    let result = try await open { _ in "\(cents)" }
    #expect(result == "\(cents)", "Rule: what is lent to a closure takes nothing away from its result.")
  }

  @Test func `nobody stores when the body has returned`() async throws {
    try await open { _ in }
    #expect(!bus.hasSubscribers, "Rule: a policy that nobody closes goes on storing, and no other can take its place.")
  }

  @Test func `nobody stores when the body has thrown`() async throws {
    // The error of whoever uses the shop.
    let failure = Voucher.NotEnough(left: cents)
    await #expect(throws: failure, "Rule: the error is for whoever has opened the shop.") {
      try await open { _ in throw failure }
    }
    #expect(!bus.hasSubscribers, "Rule: it is closed on every path, also when something went wrong.")
  }

  @Test func `a second shop goes on where the first has stopped`() async throws {
    let id = try await open { shop in try await shop.issue(cents: 5_000).id }
    await #expect(throws: Never.self, "Rule: what is stored is there for the next one, and nobody is in its way.") {
      try await open { shop in try await shop.spend(cents, of: id) }
    }
    let events = try await EventStore(of: VoucherEvent.self, in: recorder).events(of: id).map(\.payload)
    #expect(events == [.issued(cents: 5_000), .spent(cents: cents)], "Rule: each event is stored once.")
  }

  /// Opens a shop on this test's bus.
  private func open<Result>(_ body: (VoucherShop) async throws -> Result) async throws -> Result {
    try await EventBus.$current.withValue(bus) {
      try await withVoucherShop(recorder: recorder, body)
    }
  }
}
