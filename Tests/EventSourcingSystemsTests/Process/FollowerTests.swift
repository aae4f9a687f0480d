import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("A follower", .timeLimit(.minutes(2)))
struct FollowerTests {
  @Test func `records a page and how far it has come at once, and reads its position once`() async throws {
    let recorder = FaultyRecorder(InMemoryRecorder())
    let setting = try Setting(.bookings(), in: recorder)
    try await setting.shop.add([Till.opened] + (0..<50).map { .sold(cents: $0) }, to: .till(0))
    #expect(try await setting.follower.step() == .dealt(51))
    try await setting.shop.add((0..<50).map { Till.sold(cents: $0) }, to: .till(0))
    #expect(try await setting.follower.step() == .dealt(50))
    #expect(try await setting.follower.step() == .nothing)
    #expect(recorder.appends.map(\.items.count) == [51, 50])
    #expect(recorder.appends.map(\.tracking?.to.id) == [51, 101])
    #expect(recorder.trackingReads == 1)
    // The account, once a page, and what is parked, once.
    #expect(recorder.reads <= 4)
    #expect(try await setting.account(0).positions == Array(1...100))
  }

  @Test func `has as many notifications in a transaction as its options say`() async throws {
    let recorder = FaultyRecorder(InMemoryRecorder())
    let setting = try Setting(.bookings(ReactionOptions(batch: 4)), in: recorder)
    try await setting.shop.add([Till.opened] + (0..<9).map { .sold(cents: $0) }, to: .till(0))
    try await settle([setting.follower])
    #expect(recorder.appends.map(\.items.count) == [4, 4, 2])
  }

  @Test func `records in the order in which things happened, whatever the clock says`() async throws {
    let setting = try Setting(.bookings())
    for till in 0..<3 { try await setting.shop.add([Till.opened, .sold(cents: 1)], to: .till(till)) }
    let backwards = EventClock.stepping(from: Timestamp(microseconds: 1_000_000), by: -1_000)
    try await EventClock.$current.withValue(backwards) { try await settle([setting.follower]) }
    let items = try await setting.recorder.notifications(after: 0, limit: .max).map(\.item)
    #expect(items.map(\.sequenceID) == (0..<3).flatMap { [UUID.till($0), .till($0)] })
    #expect(items.map(\.timestamp) == items.map(\.timestamp).sorted(by: >))
    #expect(Set(items.map(\.timestamp)).count == 6)
  }

  @Test func `moves over what does not concern it, and writes that seldom`() async throws {
    let recorder = FaultyRecorder(InMemoryRecorder())
    let setting = try Setting(.bookings(), in: recorder)
    for _ in 0..<100 { try await setting.shop.add([Visit.noted], to: UUID()) }
    #expect(try await setting.follower.step() == .nothing)
    #expect(try await setting.follower.step() == .nothing)
    #expect(recorder.appends.isEmpty)
    // The next thing that concerns it is written with all that it has moved over.
    try await setting.shop.add([Till.opened], to: .till(0))
    #expect(try await setting.follower.step() == .dealt(1))
    #expect(recorder.appends.map(\.tracking?.to.id) == [101])
    #expect(recorder.appends.map(\.tracking?.from) == [0])
  }

  @Test func `writes how far it has moved over a long way of what does not concern it`() async throws {
    let shop = InMemoryRecorder()
    let mapper = try EventCatalog.ofShop().mapper(of: Visit.self)
    let visits = try (0..<110_000).map { _ in
      try mapper.item(
        from: DomainEvent(entityID: UUID(), entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: .noted))
    }
    try await shop.append(visits)
    let recorder = FaultyRecorder(InMemoryRecorder())
    let setting = try Setting(.bookings(), shop: shop, in: recorder)
    var steps = 0
    while try await setting.follower.step() != .nothing { steps += 1 }
    #expect(steps == 10)
    #expect(recorder.appends.map(\.tracking?.to.id) == [100_000])
    #expect(recorder.appends.map(\.items.count) == [0])
  }

  @Test func `waits until there is something, and no longer than it is told`() async throws {
    let setting = try Setting(.bookings())
    try await settle([setting.follower])
    let waiting = Task { try await setting.follower.waitForWork(atMost: .seconds(60)) }
    try await setting.shop.add([Till.opened], to: .till(0))
    try await waiting.value
    try await settle([setting.follower])
    try await setting.follower.waitForWork(atMost: .milliseconds(10))
  }
}
