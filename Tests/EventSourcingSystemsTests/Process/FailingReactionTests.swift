import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("A reaction that fails", .timeLimit(.minutes(2)))
struct FailingReactionTests {
  private static func refusing(_ options: ReactionOptions) throws -> ProcessApplication {
    try .bookings(options) { event, _ in if event.payload == .sold(cents: 13) { throw Refusal() } }
  }

  @Test(arguments: ReactionBackend.allCases)
  func `stops the follower before its notification, and leaves nothing half done`(
    _ backend: ReactionBackend
  ) async throws {
    try await backend.withRecorders { recorder in
      let setting = try await Setting(Self.refusing(ReactionOptions(attempts: 2, pause: .zero)), in: recorder)
      let sales = [Till.opened, .sold(cents: 1), .sold(cents: 13), .sold(cents: 2)]
      let ids = try await setting.shop.add(sales, to: .till(0))
      try await setting.shop.add([Till.opened], to: .till(1))
      for _ in 0..<2 {
        let error = await #expect(throws: ReactionFailed.self) { try await settle([setting.follower]) }
        #expect(error?.application == "books")
        #expect(error?.upstream == "shop")
        #expect(error?.notificationID == ids[2])
        #expect(error?.sequenceID == .till(0))
        #expect(error?.position == 2)
        #expect(error?.topic == "Till.sold")
        #expect(error?.isParkingFull == false)
        #expect(error?.underlying is Refusal)
      }
      #expect(try await setting.account(0).positions == [1])
      #expect(try await setting.topics == ["Account.opened", "Account.booked"])
      #expect(try await setting.recorder.lastTracked(of: "shop")?.id == ids[1])
      // The code was corrected.
      try await settle([setting.another(.bookings()).follower])
      #expect(try await setting.account(0).positions == [1, 2, 3])
    }
  }

  @Test func `is tried as often as the options say, on fresh state each time`() async throws {
    let versions = Collected<Int>()
    let application = try ProcessApplication.bookings(ReactionOptions(attempts: 3, pause: .zero)) { event, work in
      guard case .sold = event.payload else { return }
      versions.add(try await work.repository(of: Account.self)[event.entityID].version)
      throw Refusal()
    }
    let setting = try Setting(application)
    try await setting.shop.add([Till.opened, .sold(cents: 1)], to: .till(0))
    await #expect(throws: ReactionFailed.self) { try await settle([setting.follower]) }
    // Once together with the one before it, then three times alone.
    #expect(versions.all == [2, 2, 2, 2])
  }

  @Test func `goes on where it passes`() async throws {
    let tries = Collected<Int>()
    let application = try ProcessApplication.bookings(ReactionOptions(attempts: 4, pause: .zero)) { event, _ in
      if case .sold = event.payload, tries.add(0) < 4 { throw Refusal() }
    }
    let setting = try Setting(application)
    try await setting.shop.add([Till.opened, .sold(cents: 1)], to: .till(0))
    try await settle([setting.follower])
    #expect(try await setting.account(0).positions == [1])
  }

  @Test func `is left to the runner if the error says that it passes by itself`() async throws {
    let tries = Collected<Int>()
    let application = try ProcessApplication.bookings(ReactionOptions(onFailure: .park(atMost: 9))) { _, _ in
      if tries.add(0) == 1 { throw RecorderError(.busy, "Others hold it.") }
    }
    let setting = try Setting(application)
    try await setting.shop.add([Till.opened], to: .till(0))
    await #expect(throws: RecorderError(.busy, "Others hold it.")) { try await setting.follower.step() }
    #expect(try await setting.follower.step() == .dealt(1))
    #expect(try await setting.topics == ["Account.opened"])
  }

  @Test func `is not tried again where the notification cannot be read`() async throws {
    let appends = FaultyRecorder(InMemoryRecorder())
    let setting = try Setting(.bookings(ReactionOptions(attempts: 1_000, pause: .seconds(60))), in: appends)
    let item = SequencedItem(
      sequenceID: .till(0), position: 0, topic: "Till.burnt", data: Data("{}".utf8),
      timestamp: Timestamp(microseconds: 0))
    try await setting.shop.append([item])
    let error = await #expect(throws: ReactionFailed.self) { try await setting.follower.step() }
    #expect(error?.underlying as? UnreadableItem == UnreadableItem(item, .unknownTopic))
    #expect(error?.description.contains("Till.burnt") == true)
  }

  @Test func `stops where a key is missing, and goes on when it is there`() async throws {
    let shop = InMemoryRecorder()
    let locked = try EventCatalog(.events(of: Till.self, protection: EventProtection(cipher: Lock(key: "A"))))
    let mapper = try locked.mapper(of: Till.self)
    try await shop.append([
      mapper.item(
        from: DomainEvent(
          entityID: .till(0), entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: .opened))
    ])
    let host = HostedApplication(try .bookings(), in: InMemoryRecorder())
    let unlocked = try EventCatalog(.events(of: Till.self, protection: EventProtection(cipher: Lock(key: "B"))))
    let log = LocalNotificationLog(shop)
    let error = await #expect(throws: ReactionFailed.self) {
      try await Follower(host, of: Upstream("shop", catalog: unlocked, log: log)).step()
    }
    #expect((error?.underlying as? UnreadableItem)?.problem == .notDecrypted(.unknownKey(keyID: "A")))
    #expect(try await host.recorder.lastTracked(of: "shop") == nil)
    #expect(try await Follower(host, of: Upstream("shop", catalog: locked, log: log)).step() == .dealt(1))
  }
}

/// A cipher that only looks whether the key is the right one.
private struct Lock: Cipher {
  let key: String

  func encrypt(_ plaintext: Data, authenticating place: Data) -> Data { Data(key.utf8) + plaintext }

  func decrypt(_ ciphertext: Data, authenticating place: Data) throws -> Data {
    guard ciphertext.starts(with: Data(key.utf8)) else {
      throw DecryptionError.unknownKey(keyID: String(decoding: ciphertext.prefix(1), as: UTF8.self))
    }
    return ciphertext.dropFirst(1)
  }
}
