import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("A reaction that does not return", .timeLimit(.minutes(2)))
struct TimeLimitTests {
  @Test func `is shown with its notification and since when`() async throws {
    let gate = Gate()
    let setting = try Setting(.bookings { event, _ in if event.payload == .sold(cents: 7) { await gate.pass() } })
    let ids = try await setting.shop.add([Till.opened, .sold(cents: 1), .sold(cents: 7)], to: .till(0))
    #expect(setting.follower.underWay == nil)
    let before = ContinuousClock.now
    let step = Task { try await setting.follower.step() }
    while gate.arrived == 0 { try await Task.sleep(for: .milliseconds(1)) }
    let underWay = try #require(setting.follower.underWay)
    #expect(underWay.notificationID == ids[2])
    #expect(underWay.sequenceID == .till(0))
    #expect(underWay.topic == "Till.sold")
    #expect((before...ContinuousClock.now).contains(underWay.since))
    gate.open()
    #expect(try await step.value == .dealt(3))
    #expect(setting.follower.underWay == nil)
  }

  @Test func `has failed after its time, also if it does not heed that it is cancelled`() async throws {
    let gate = Gate()
    let options = ReactionOptions(
      onFailure: .park(atMost: 10), attempts: 2, pause: .zero, timeLimit: .milliseconds(30))
    let setting = try Setting(
      .bookings(options) { event, _ in if event.payload == .sold(cents: 7) { await gate.pass() } })
    try await setting.shop.add([Till.opened, .sold(cents: 1), .sold(cents: 7)], to: .till(0))
    try await settle([setting.follower])
    #expect(try await setting.account(0).positions == [1])
    let parked = try await setting.parking.parked()
    #expect(parked.map(\.attempts) == [2])
    #expect(parked.first?.reason == ReactionTimedOut(application: "books", limit: .milliseconds(30)).description)
    // What goes on in the void changes nothing.
    gate.open()
    try await setting.shop.add([Till.opened], to: .till(1))
    try await settle([setting.follower])
    #expect(try await setting.account(0).positions == [1])
  }

  @Test func `is cancelled after its time`() async throws {
    let cancelled = Collected<Bool>()
    let options = ReactionOptions(attempts: 1, timeLimit: .milliseconds(30))
    let application = try ProcessApplication.bookings(options) { _, _ in
      do { try await Task.sleep(for: .seconds(600)) } catch { cancelled.add(true) }
    }
    let setting = try Setting(application)
    try await setting.shop.add([Till.opened], to: .till(0))
    let error = await #expect(throws: ReactionFailed.self) { try await setting.follower.step() }
    #expect(error?.underlying as? ReactionTimedOut == ReactionTimedOut(application: "books", limit: .milliseconds(30)))
    while cancelled.all.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
  }

  @Test func `is the same for an effect`() async throws {
    let options = ReactionOptions(attempts: 1, timeLimit: .milliseconds(30))
    let setting = try Setting(.books(options) { _ in try await Task.sleep(for: .seconds(600)) })
    try await setting.shop.add([Till.opened, .sold(cents: 11)], to: .till(0))
    let error = await #expect(throws: ReactionFailed.self) { try await settle([setting.follower]) }
    #expect(error?.underlying is ReactionTimedOut)
  }

  @Test func `ends when the runner is cancelled`() async throws {
    let gate = Gate()
    let options = ReactionOptions(onFailure: .park(atMost: 10), timeLimit: .seconds(600))
    let setting = try Setting(.bookings(options) { _, _ in await gate.pass() })
    try await setting.shop.add([Till.opened], to: .till(0))
    let step = Task { try await setting.follower.step() }
    while gate.arrived == 0 { try await Task.sleep(for: .milliseconds(1)) }
    step.cancel()
    await #expect(throws: CancellationError.self) { try await step.value }
    gate.open()
    #expect(try await setting.parking.parked().isEmpty)
  }

  @Test func `in a reaction that is quick enough leaves no trace`() async throws {
    let setting = try Setting(.books(ReactionOptions(timeLimit: .seconds(600))))
    try await setting.shop.add([Till.opened, .sold(cents: 33)], to: .till(0))
    try await settle([setting.follower])
    let plain = try Setting(.books(), shop: setting.shop)
    try await settle([plain.follower])
    #expect(try await setting.recorder.streams() == plain.recorder.streams())
    #expect(try await setting.account(0).keys.count == 1)
  }
}
