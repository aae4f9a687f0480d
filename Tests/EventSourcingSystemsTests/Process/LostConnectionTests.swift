import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("A connection that is lost", .timeLimit(.minutes(2)))
struct LostConnectionTests {
  @Test(arguments: [FaultyRecorder.Fault.before, .after, .instead])
  func `leaves what was recorded once, whatever is known of the commit`(_ fault: FaultyRecorder.Fault) async throws {
    let recorder = FaultyRecorder(InMemoryRecorder())
    let setting = try Setting(.bookings(ReactionOptions(batch: 2)), in: recorder)
    try await setting.shop.add([Till.opened] + (0..<5).map { .sold(cents: $0) }, to: .till(0))
    recorder.fail([nil, fault])
    #expect(try await setting.follower.step() == .dealt(2))
    let error = await #expect(throws: RecorderError.self) { try await setting.follower.step() }
    #expect(error?.code == (fault == .before ? .unavailable : .unknownOutcome))
    try await settle([setting.follower])
    #expect(try await setting.account(0).positions == [1, 2, 3, 4, 5])
    #expect(recorder.trackingReads == 2)
  }

  @Test func `to a subscriber is told, and the notification has taken effect once`() async throws {
    let shop = InMemoryRecorder()
    let bus = EventBus()
    bus.subscribe(to: Account.Event.self) { _ in throw Refusal() }
    let host = HostedApplication(try .bookings(), in: InMemoryRecorder(), bus: bus)
    let follower = Follower(host, of: try .shop(shop))
    try await shop.add([Till.opened, .sold(cents: 1)], to: .till(0))
    await #expect(throws: StoredButNotHandled.self) { try await follower.step() }
    #expect(try await follower.step() == .nothing)
    #expect(try await host.repository(of: Account.self)[.till(0)].positions == [1])
  }
}

@Suite("An upstream that is another one by now", .timeLimit(.minutes(2)))
struct ReplacedUpstreamTests {
  @Test func `is an error for a follower, which has nothing done and says so while it waits`() async throws {
    let setting = try Setting(.bookings())
    try await setting.shop.add([Till.opened, .sold(cents: 1), .sold(cents: 2)], to: .till(0))
    try await settle([setting.follower])
    let restored = InMemoryRecorder()
    try await restored.add([Till.opened, .sold(cents: 1)], to: .till(0))
    let other = try Setting(setting.host.application, shop: restored, in: setting.recorder)
    await #expect(throws: LogReplaced.self) { try await other.follower.step() }
    await #expect(throws: LogReplaced.self) { try await other.follower.waitForWork(atMost: .seconds(60)) }
    // It has grown past the follower again.
    try await restored.add([Till.sold(cents: 5), .sold(cents: 6)], to: .till(0))
    await #expect(throws: LogReplaced.self) { try await other.follower.step() }
    #expect(try await setting.account(0).positions == [1, 2])
  }

  @Test func `is noticed where it has another identity in the middle of the work`() async throws {
    let setting = try Setting(.bookings())
    try await setting.shop.add([Till.opened], to: .till(0))
    try await settle([setting.follower])
    try await setting.shop.beginEpoch()
    try await setting.shop.add([Till.sold(cents: 1)], to: .till(0))
    await #expect(throws: LogReplaced.self) { try await setting.follower.step() }
    #expect(try await setting.account(0).positions.isEmpty)
  }
}
