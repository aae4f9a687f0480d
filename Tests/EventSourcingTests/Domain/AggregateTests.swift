import EventSourcing
import Foundation
import Testing

@Suite("An aggregate", .ownEventBusForAModel)
struct AggregateTests {
  let id = IDGenerator.counting().next()
  let published = Notes<[DomainEvent<Voyage.Event>]>()

  private func listen() {
    EventBus.current.subscribe(to: Voyage.Event.self) { published.add($0) }
  }

  private func loaded() throws -> Voyage {
    var voyage = try Voyage.plan(id: id)
    try voyage.load("tea", kilograms: 20)
    try voyage.load("silk", kilograms: 5)
    return voyage
  }

  @Test func `changes at once and publishes nothing before it is saved`() throws {
    listen()
    let voyage = try loaded()
    #expect(voyage.version == 3)
    #expect(voyage.crates.map(\.name) == ["tea", "silk"])
    #expect(voyage.pendingEvents.map(\.entityVersion) == [0, 1, 2])
    #expect(published.all == [])
  }

  @Test func `publishes its pending events as one list, in order`() async throws {
    listen()
    var voyage = try loaded()
    try await voyage.save()
    #expect(published.all.count == 1)
    #expect(
      published.all.first?.map(\.payload) == [
        .planned(ship: "Beagle"), .loaded(crate: "tea", kilograms: 20), .loaded(crate: "silk", kilograms: 5),
      ])
    #expect(published.all.first?.map(\.entityID) == [id, id, id])
  }

  @Test func `has nothing pending once it is saved`() async throws {
    var voyage = try loaded()
    let before = voyage
    try await voyage.save()
    #expect(voyage.pendingEvents.isEmpty)
    #expect(voyage.lifecycle == before.lifecycle && voyage.crates == before.crates)
  }

  @Test func `saves later only what happened since`() async throws {
    var voyage = try loaded()
    try await voyage.save()
    listen()
    try voyage.load("rum", kilograms: 90)
    try await voyage.save()
    #expect(published.all.map { $0.map(\.entityVersion) } == [[3]])
  }

  @Test func `with nothing pending publishes nothing`() async throws {
    var voyage = try loaded()
    try await voyage.save()
    listen()
    try await voyage.save()
    #expect(published.all == [])
  }

  @Test func `is as it was when saving fails, with its events pending`() async throws {
    var voyage = try loaded()
    let before = voyage
    EventBus.current.subscribe(to: Voyage.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await voyage.save() }
    #expect(voyage == before)
    #expect(voyage.pendingEvents.count == 3)
  }

  @Test func `can be saved again after a failure`() async throws {
    var voyage = try loaded()
    let refusal = EventBus.current.subscribe(to: Voyage.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await voyage.save() }
    EventBus.current.unsubscribe(refusal)
    listen()
    try await voyage.save()
    #expect(published.all.map { $0.map(\.entityVersion) } == [[0, 1, 2]])
    #expect(voyage.pendingEvents.isEmpty)
  }

  @Test func `takes more commands between a failed save and the next`() async throws {
    var voyage = try loaded()
    let refusal = EventBus.current.subscribe(to: Voyage.Event.self) { _ in throw Refusal() }
    await #expect(throws: Refusal()) { try await voyage.save() }
    EventBus.current.unsubscribe(refusal)
    try voyage.load("rum", kilograms: 90)
    listen()
    try await voyage.save()
    #expect(published.all.map { $0.map(\.entityVersion) } == [[0, 1, 2, 3]])
  }

  @Test func `that is discarded refuses commands and keeps the end pending`() throws {
    var voyage = try Voyage.plan(id: id)
    try voyage.cancel()
    let before = voyage
    #expect(throws: EntityDiscarded(id: id, version: 2)) { try voyage.load("tea", kilograms: 1) }
    #expect(throws: EntityDiscarded(id: id, version: 2)) { try voyage.cancel() }
    #expect(voyage == before)
    #expect(voyage.isDiscarded)
    #expect(voyage.pendingEvents.map(\.payload) == [.planned(ship: "Beagle"), .cancelled])
  }

  @Test func `that is discarded can still save its end`() async throws {
    var voyage = try Voyage.plan(id: id)
    try voyage.cancel()
    listen()
    try await voyage.save()
    #expect(published.all.map { $0.map(\.payload) } == [[.planned(ship: "Beagle"), .cancelled]])
  }

  @Test func `refuses a second creation and has nothing more pending`() throws {
    var voyage = try Voyage.plan(id: id)
    let before = voyage
    #expect(throws: ReplayError.createdTwice(id: id, version: 1)) { try voyage.trigger(.planned(ship: "Argo")) }
    #expect(voyage == before)
  }

  @Test func `is not created by an event that comes later in a life`() {
    #expect(throws: ReplayError.createdNothing(id: id, version: 0)) { try Voyage.create(.cancelled, id: id) }
  }

  @Test func `gives its insides out as plain values: changing a copy changes and publishes nothing`() async throws {
    listen()
    var voyage = try loaded()
    try await voyage.save()
    var crate = try #require(voyage.crates.first)
    crate.kilograms = 1_000
    try await voyage.save()
    #expect(voyage.crates.first?.kilograms == 20)
    #expect(published.all.count == 1)
  }

  @Test func `changes its insides through commands of the root, as events of the root`() async throws {
    var voyage = try loaded()
    try await voyage.save()
    listen()
    try voyage.reweigh("tea", kilograms: 21)
    try await voyage.save()
    #expect(voyage.crates.first == Voyage.Crate(name: "tea", kilograms: 21))
    #expect(published.all.map { $0.map(\.entityID) } == [[id]])
  }

  @Test func `replayed has the same state and nothing pending`() async throws {
    var voyage = try loaded()
    let replayed = try #require(try Voyage.replaying(voyage.pendingEvents))
    #expect(replayed.pendingEvents.isEmpty)
    try await voyage.save()
    #expect(replayed == voyage)
  }

  @Test func `takes the time from the system by default`() throws {
    let before = Timestamp.now
    var voyage = try Voyage.create(.planned(ship: "Beagle"), id: id)
    try voyage.trigger(.cancelled)
    #expect(before <= voyage.createdOn && voyage.createdOn <= voyage.lastModifiedOn)
    #expect(voyage.lastModifiedOn <= .now)
  }
}
