import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("What a reaction makes", .timeLimit(.minutes(2)))
struct CausedTests {
  @Test func `has ids that are derived from their cause, always the same`() async throws {
    let ids = Collected<UUID>()
    let application = try ProcessApplication.bookings { event, work in
      ids.add(work.id("slip"))
      ids.add(work.id("other"))
    }
    for _ in 0..<2 {
      let setting = try Setting(application)
      try await setting.shop.add([Visit.noted], to: UUID())
      try await setting.shop.add([Till.opened, .sold(cents: 1)], to: .till(5))
      try await settle([setting.follower])
    }
    let pinned = [
      "01020304-0506-8616-A394-51CC70FCFFBB", "01020304-0506-8C17-948C-B89385CAB04F",
      "01020304-0506-8104-861E-0E58E8B52D72", "01020304-0506-8620-8855-49CB4E2AA7C1",
    ]
    #expect(ids.all.map(\.uuidString) == pinned + pinned)
    // Version 8 and the variant of RFC 9562; the first 48 bits are those of the cause.
    for id in ids.all {
      #expect(id.uuid.6 >> 4 == 8 && id.uuid.8 >> 6 == 0b10)
      #expect(id.uuidString.hasPrefix("01020304-0506-"))
    }
  }

  @Test func `has its cause and the correlation beside it, and no number of a notification`() async throws {
    let setting = try Setting(.books())
    try await setting.shop.add([Till.opened], to: .till(0), metadata: ["correlation": "request 7", "user": "ada"])
    try await setting.shop.add([Till.sold(cents: 3)], to: .till(0))
    try await settle([setting.follower])
    let items = try await setting.recorder.notifications(after: 0, limit: .max).map(\.item)
    let catalog = setting.host.application.catalog
    let accounts = try items.filter { catalog.knows($0) }.map { try catalog.event(from: $0) }
    let opened = EventCause(application: "shop", sequence: .till(0), position: 0)
    let sold = EventCause(application: "shop", sequence: .till(0), position: 1)
    #expect(accounts.map { $0.metadata.cause }.prefix(3) == [opened, sold, sold])
    #expect(accounts[0].metadata.texts == ["cause": opened.description, "correlation": "request 7"])
    // Where a request has no name of its own, what it began with is its name.
    #expect(accounts[1].metadata.correlation == sold.description)
    // The ledger was written because of the receipt, which is an event of its own.
    let receipt = try #require(items.first { $0.topic == "Slip.receipt" })
    let ledger = try #require(accounts.last)
    #expect(ledger.metadata.cause == EventCause(application: "books", sequence: receipt.sequenceID, position: 0))
    #expect(ledger.metadata.correlation == sold.description)
  }

  @Test func `is in the order in which it was made, with what it causes itself behind it`() async throws {
    let setting = try Setting(.books())
    try await setting.shop.add([Till.opened, .sold(cents: 3), .sold(cents: 6), .sold(cents: 22)], to: .till(0))
    try await settle([setting.follower])
    #expect(
      try await setting.topics == [
        "Account.opened", "ProcessDeadline.set", "Account.booked", "Slip.receipt", "Ledger.begun", "Account.booked",
        "Slip.receipt", "Ledger.entered", "Account.booked", "Account.mailed",
      ])
  }

  @Test func `has its time from the clock of the task`() async throws {
    let times = Collected<Timestamp>()
    let setting = try Setting(.bookings { _, _ in times.add(.now) })
    try await setting.shop.add([Till.opened], to: .till(0))
    let noon = Timestamp(microseconds: 43_200_000_000)
    try await EventClock.$current.withValue(EventClock { noon }) { try await settle([setting.follower]) }
    #expect(times.all == [noon])
    #expect(try await setting.account(0).createdOn == noon)
  }

  @Test func `is refused where it goes in a circle, and none of it is recorded`() async throws {
    let application = try ProcessApplication(
      "books", catalog: EventCatalog(.events(of: Slip.Event.self)), options: ReactionOptions(batch: 1)
    )
    .when(Till.self) { event, work in
      var slip = try Slip.create(.closing(till: event.entityID), id: work.id("slip"))
      try await slip.save()
    }
    .when(Slip.Event.self) { event, work in
      var slip = try Slip.create(.closing(till: event.entityID), id: work.id("slip"))
      try await slip.save()
    }
    .reactingToOwnEvents()
    let setting = try Setting(application)
    try await setting.shop.add([Till.opened], to: .till(0))
    let error = await #expect(throws: ReactionFailed.self) { try await settle([setting.follower]) }
    #expect(error?.underlying as? EndlessReaction == EndlessReaction(application: "books", events: 10_001))
    #expect(try await setting.topics.isEmpty)
  }
}
