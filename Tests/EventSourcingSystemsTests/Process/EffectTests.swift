import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("An effect on the world", .timeLimit(.minutes(2)))
struct EffectTests {
  private static let sales: [Till] = [.opened, .sold(cents: 1), .sold(cents: 11), .sold(cents: 2), .sold(cents: 22)]
  private static let retrying = ReactionOptions(attempts: 3, pause: .zero)

  @Test func `is done once, in the order of the log, and its outcome is in one append with the position`() async throws
  {
    let (calls, recorder) = (Collected<EffectCall>(), FaultyRecorder(InMemoryRecorder()))
    let setting = try Setting(.books { calls.add($0) }, in: recorder)
    let ids = try await setting.shop.add(Self.sales, to: .till(0))
    try await settle([setting.follower])
    #expect(calls.all.map(\.effect) == ["mail", "mail"])
    #expect(calls.all.map(\.cause) == [2, 4].map { EventCause(application: "shop", sequence: .till(0), position: $0) })
    #expect(try await setting.account(0).keys == calls.all.map(\.key))
    #expect(recorder.appends.map(\.tracking?.to.id) == [ids[1], ids[2], ids[3], ids[4]])
    #expect(recorder.appends[1].items.map(\.topic) == ["Account.booked", "Account.mailed"])
    #expect(calls.all[0].key.uuidString == "01020304-0506-8FE6-92B0-33AEE2F2ED9D")
  }

  @Test func `is outside of any unit of work, and after all that comes before it`() async throws {
    let found = Collected<[String]>()
    let recorder = InMemoryRecorder()
    let application = try ProcessApplication.books { _ in
      found.add(try await recorder.notifications(after: 0, limit: .max).map(\.item.topic))
      await #expect(throws: NobodyStores.self) {
        var slip = try Slip.create(.closing(till: UUID()), id: UUID())
        try await slip.save()
      }
    }
    let setting = try Setting(application, in: recorder)
    try await setting.shop.add(Array(Self.sales.prefix(3)), to: .till(0))
    try await settle([setting.follower])
    #expect(found.all == [["Account.opened", "ProcessDeadline.set", "Account.booked"]])
  }

  @Test(arguments: [FaultyRecorder.Fault.before, .instead])
  func `is done again under the same key when its outcome was not recorded`(_ fault: FaultyRecorder.Fault) async throws
  {
    let (calls, recorder) = (Collected<EffectCall>(), FaultyRecorder(InMemoryRecorder()))
    let setting = try Setting(.books { calls.add($0) }, in: recorder)
    try await setting.shop.add(Self.sales, to: .till(0))
    recorder.fail([nil, fault])
    await #expect(throws: RecorderError.self) { try await setting.follower.step() }
    // Another process takes over.
    try await settle([setting.another().follower])
    #expect(calls.all.map(\.cause.position) == [2, 2, 4])
    #expect(calls.all[0].key == calls.all[1].key)
    #expect(try await setting.account(0).keys == [calls.all[0].key, calls.all[2].key])
  }

  @Test func `is not done again when its outcome was recorded, though nobody was told`() async throws {
    let (calls, recorder) = (Collected<EffectCall>(), FaultyRecorder(InMemoryRecorder()))
    let setting = try Setting(.books { calls.add($0) }, in: recorder)
    try await setting.shop.add(Self.sales, to: .till(0))
    recorder.fail([nil, .after])
    await #expect(throws: RecorderError.self) { try await setting.follower.step() }
    try await settle([setting.follower])
    #expect(calls.all.map(\.cause.position) == [2, 4])
  }

  @Test func `that fails is tried again with pauses, and then stops the follower`() async throws {
    let calls = Collected<EffectCall>()
    let setting = try Setting(.books(Self.retrying) { if calls.add($0) < 3 { throw Refusal() } })
    try await setting.shop.add(Self.sales, to: .till(0))
    try await settle([setting.follower])
    #expect(calls.all.map(\.cause.position) == [2, 2, 2, 4])
    let failing = try Setting(.books(Self.retrying) { _ in throw Refusal() }, shop: setting.shop)
    let error = await #expect(throws: ReactionFailed.self) { try await settle([failing.follower]) }
    #expect(error?.position == 2)
    #expect(try await failing.account(0).positions == [1])
  }

  @Test func `is not done again where only recording its outcome fails`() async throws {
    let (calls, records) = (Collected<EffectCall>(), Collected<Int>())
    let application = try ProcessApplication("books", catalog: EventCatalog([]), options: Self.retrying)
      .effect(
        Till.self, "first", asks: { $0.payload }, does: { _, call in calls.add(call) }, records: { _, _, _ in }
      )
      .effect(
        Till.self, "second", asks: { $0.payload },
        does: { _, call in if calls.add(call) == 2 { throw Refusal() } },
        records: { _, _, _ in if records.add(0) == 1 { throw Refusal() } })
    let setting = try Setting(application)
    try await setting.shop.add([Till.opened], to: .till(0))
    try await settle([setting.follower])
    #expect(calls.all.map(\.effect) == ["first", "second", "second"])
    #expect(Set(calls.all.map(\.key)).count == 2)
    #expect(records.all.count == 2)
  }

  @Test func `waits behind what is parked of its sequence, and is done when that is retried`() async throws {
    let (calls, tries) = (Collected<EffectCall>(), Collected<Int>())
    let options = ReactionOptions(onFailure: .park(atMost: 10), attempts: 1)
    let setting = try Setting(.books(options) { if tries.add(0) == 1 { throw Refusal() } else { calls.add($0) } })
    try await setting.shop.add(Self.sales, to: .till(0))
    try await settle([setting.follower])
    #expect(calls.all.isEmpty)
    #expect(try await setting.parking.parked().map(\.position) == [2, 3, 4])
    #expect(try await setting.parking.retryParked().isEmpty)
    #expect(calls.all.map(\.cause.position) == [2, 4])
    #expect(try await setting.account(0).positions == [1, 2, 3, 4])
    #expect(try await setting.account(0).keys == calls.all.map(\.key))
  }

  @Test func `that a quicker one has done is not done by a slower one that begins later`() async throws {
    let calls = Collected<EffectCall>()
    let setting = try Setting(.books { calls.add($0) })
    let other = try setting.another()
    #expect(try await other.follower.step() == .nothing)
    try await setting.shop.add([Till.opened, .sold(cents: 11)], to: .till(0))
    try await setting.shop.add([Till.sold(cents: 22)], to: .till(0))
    try await settle([setting.follower])
    try await settle([other.follower])
    #expect(calls.all.count == 2)
  }
}
