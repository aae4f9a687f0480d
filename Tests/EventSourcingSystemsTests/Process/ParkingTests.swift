import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("What an application has parked", .timeLimit(.minutes(3)))
struct ParkingTests {
  private static func refusing(_ limit: Int = 10, batch: Int = 200) throws -> ProcessApplication {
    let options = ReactionOptions(onFailure: .park(atMost: limit), attempts: 2, pause: .zero, batch: batch)
    return try .bookings(options) { event, _ in if event.payload == .sold(cents: 13) { throw Refusal() } }
  }

  @Test(arguments: ReactionBackend.allCases)
  func `queues by sequences, while others go on, and is retried in order`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let setting = try await Setting(Self.refusing(), in: recorder)
      let ids = try await setting.shop.add([.opened, .sold(cents: 1), Till.sold(cents: 13)], to: .till(0))
      try await setting.shop.add([Till.opened, .sold(cents: 2)], to: .till(1))
      try await settle([setting.follower])
      try await setting.shop.add([Till.sold(cents: 3)], to: .till(0))
      try await setting.shop.add([Till.sold(cents: 4)], to: .till(1))
      // Another process knows what is parked.
      try await settle([setting.another().follower])
      try await settle([setting.follower])
      #expect(try await setting.account(0).positions == [1])
      #expect(try await setting.account(1).positions == [1, 2])
      let parked = try await setting.parking.parked()
      #expect(parked.map(\.position) == [2, 3])
      #expect(parked.map(\.attempts) == [2, 0])
      #expect(parked[0].notificationID == ids[2])
      #expect(parked[0].topic == "Till.sold")
      #expect(parked[0].reason.contains("Refusal"))
      #expect(parked.allSatisfy { $0.upstream == "shop" && $0.sequenceID == .till(0) })
      // It fails again, and all stay in their order.
      #expect(try await setting.parking.retryParked().map(\.attempts) == [3, 0])
      #expect(try await setting.account(0).positions == [1])
      // The code was corrected.
      let corrected = try setting.another(.bookings())
      #expect(try await corrected.parking.retryParked().isEmpty)
      #expect(try await setting.account(0).positions == [1, 2, 3])
      // The follower that has known them as parked goes on with what comes then.
      try await setting.shop.add([Till.sold(cents: 5)], to: .till(0))
      try await settle([setting.follower])
      #expect(try await setting.account(0).positions == [1, 2, 3, 4])
      #expect(try await setting.parking.parked().isEmpty)
      #expect(try await setting.topics.filter { $0.hasPrefix("Park") } == Self.record)
    }
  }

  /// Each change is on record.
  private static let record = [
    "ParkedNotification.parked", "ParkingRegister.opened", "ParkedNotification.parked",
    "ParkedNotification.failedAgain", "ParkedNotification.retried", "ParkedNotification.retried",
    "ParkingRegister.closed",
  ]

  @Test(arguments: ReactionBackend.allCases)
  func `is skipped for good, and what waited behind it can be retried`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let setting = try await Setting(Self.refusing(), in: recorder)
      try await setting.shop.add([.opened, .sold(cents: 13), Till.sold(cents: 1)], to: .till(0))
      try await settle([setting.follower])
      let first = try #require(try await setting.parking.parked().first)
      try await setting.parking.skipParked(first)
      #expect(try await setting.parking.parked().map(\.position) == [2])
      #expect(try await setting.parking.retryParked().isEmpty)
      #expect(try await setting.account(0).positions == [2])
      await #expect(throws: NotParked.self) { try await setting.parking.skipParked(first) }
      // Parked again, it is found again.
      try await setting.shop.add([Till.sold(cents: 13)], to: .till(0))
      try await settle([setting.follower])
      #expect(try await setting.parking.parked().map(\.position) == [3])
    }
  }

  @Test func `has a limit, at which the follower stops`() async throws {
    let setting = try Setting(Self.refusing(2))
    for till in 0..<3 { try await setting.shop.add([.opened, Till.sold(cents: 13)], to: .till(till)) }
    let error = await #expect(throws: ReactionFailed.self) { try await settle([setting.follower]) }
    #expect(error?.isParkingFull == true)
    #expect(error?.sequenceID == .till(2))
    #expect(error?.underlying is Refusal)
    #expect(try await setting.parking.parked().count == 2)
    // One of those is dealt with, and the same follower goes on.
    try await setting.parking.skipParked(#require(try await setting.parking.parked().first))
    try await settle([setting.follower])
    #expect(try await setting.parking.parked().map(\.sequenceID) == [.till(1), .till(2)])
    // So it is with what only waits.
    try await setting.shop.add([Till.sold(cents: 1)], to: .till(1))
    let waiting = await #expect(throws: ReactionFailed.self) { try await settle([setting.follower]) }
    #expect(waiting?.isParkingFull == true)
    #expect(waiting?.underlying == nil)
    try await settle([setting.another(Self.refusing(3)).follower])
    #expect(try await setting.parking.parked().count == 3)
  }

  @Test func `that only waits is not passed over by an application that parks no more`() async throws {
    let setting = try Setting(Self.refusing())
    try await setting.shop.add([.opened, .sold(cents: 13), Till.sold(cents: 1)], to: .till(0))
    try await settle([setting.follower])
    try await setting.shop.add([Till.sold(cents: 2)], to: .till(0))
    let stopping = try setting.another(.bookings())
    await #expect(throws: ReactionFailed.self) { try await settle([stopping.follower]) }
    try await stopping.parking.retryParked()
    try await settle([stopping.follower])
    #expect(try await setting.account(0).positions == [1, 2, 3])
  }

  @Test(arguments: ReactionBackend.allCases)
  func `is taken as it is now, and is done with where it was deleted`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let setting = try await Setting(Self.refusing(), in: recorder)
      for till in 0..<2 { try await setting.shop.add([.opened, Till.sold(cents: 13)], to: .till(till)) }
      try await settle([setting.follower])
      let old = try #require(try await setting.shop.item(of: .till(0), at: 1))
      let mapper = try EventCatalog.ofShop().mapper(of: Till.self)
      let event = try mapper.event(from: old)
      let new = try mapper.item(
        from: DomainEvent(
          entityID: event.entityID, entityVersion: 1, timestamp: event.timestamp, payload: Till.sold(cents: 4),
          metadata: event.metadata))
      try await setting.shop.rewrite([Rewrite(from: old, to: new)])
      try await setting.shop.deleteItem(of: .till(1), at: 1)
      #expect(try await setting.parking.retryParked().isEmpty)
      #expect(try await setting.account(0).positions == [1])
      #expect(try await setting.account(1).positions.isEmpty)
    }
  }

  @Test func `is not taken as deleted from a log that is another one by now`() async throws {
    let setting = try Setting(Self.refusing())
    try await setting.shop.add([.opened, Till.sold(cents: 13)], to: .till(0))
    try await settle([setting.follower])
    let restored = InMemoryRecorder()
    try await restored.add([Till.opened], to: .till(0))
    let parking = Parking(of: setting.host, from: try .shop(restored))
    await #expect(throws: LogReplaced.self) { try await parking.retryParked() }
    #expect(try await setting.parking.parked().count == 1)
  }

  @Test func `says what caused it`() async throws {
    let setting = try Setting(Self.refusing())
    try await setting.shop.add([Till.opened], to: .till(0))
    try await setting.shop.add([Till.sold(cents: 13)], to: .till(0), metadata: ["correlation": "request 9"])
    try await settle([setting.follower])
    let parked = try #require(
      try await setting.recorder.notifications(after: 0, limit: .max, filter: .storedNames(["ParkedNotification"]))
        .first)
    #expect(parked.item.metadata?.contains("request 9") == true)
    #expect(parked.item.metadata?.contains("\(UUID.till(0))/1/shop") == true)
  }
}
