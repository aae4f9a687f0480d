import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("Several that follow at once", .timeLimit(.minutes(3)))
struct RivalTests {
  @Test(arguments: ReactionBackend.allCases)
  func `of one application change the same aggregate, and no change is lost`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let shops = try await [recorder("shop"), recorder("market")]
      let books = try await recorder("books")
      let application = try ProcessApplication.bookings(ReactionOptions(batch: 5))
      let host = HostedApplication(application, in: books)
      try await host.perform { _ in
        var account = try Account.create(.opened, id: .till(0))
        try await account.save()
      }
      let mapper = try EventCatalog.ofShop().mapper(of: Till.self)
      for shop in shops {
        try await shop.append(
          (0..<60).map { position in
            try mapper.item(
              from: DomainEvent(
                entityID: .till(0), entityVersion: position, timestamp: Timestamp(microseconds: position),
                payload: .sold(cents: 1)))
          })
      }
      let followers = try zip(["shop", "market"], shops).map { name, shop in
        Follower(host, of: Upstream(name, catalog: try .ofShop(), log: LocalNotificationLog(shop)))
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for follower in followers { group.addTask { try await settle([follower]) } }
        try await group.waitForAll()
      }
      let account = try await host.repository(of: Account.self)[.till(0)]
      #expect(account.positions.sorted() == (0..<60).flatMap { [$0, $0] })
    }
  }

  @Test(arguments: ReactionBackend.allCases)
  func `of one upstream have each notification take effect once`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let setting = try await Setting(.bookings(), in: recorder)
      for till in 0..<5 {
        try await setting.shop.add([Till.opened] + (0..<40).map { .sold(cents: $0) }, to: .till(till))
      }
      let followers = try [1, 3, 7].map { try setting.another(.bookings(ReactionOptions(batch: $0))).follower }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for follower in followers { group.addTask { try await settle([follower]) } }
        try await group.waitForAll()
      }
      for till in 0..<5 { #expect(try await setting.account(till).positions == Array(1...40)) }
    }
  }

  @Test func `do not stop where the reaction of the slower one fails on what the quicker one has made`() async throws {
    let application = try ProcessApplication("books", catalog: EventCatalog(.events(of: Account.Event.self)))
      .when(Till.self) { event, work in
        guard try await !work.repository(of: Account.self).contains(event.entityID) else { throw Refusal() }
        var account = try Account.create(.opened, id: event.entityID)
        try await account.save()
      }
    let setting = try Setting(application)
    let other = try setting.another()
    #expect(try await other.follower.step() == .nothing)
    for till in 0..<3 { try await setting.shop.add([Till.opened], to: .till(till)) }
    #expect(try await setting.follower.step() == .dealt(3))
    // It has read its position before, and would decide on what has been decided.
    #expect(try await other.follower.step() == .moved)
    #expect(try await other.follower.step() == .nothing)
    #expect(try await setting.topics.count == 3)
  }
}
