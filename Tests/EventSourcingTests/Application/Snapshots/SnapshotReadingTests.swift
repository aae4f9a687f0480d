import EventSourcing
import Foundation
import Testing

@Suite("A repository with snapshots")
struct SnapshotReadingTests {
  private let purses = Purses()
  private var id: UUID { purses.id }

  @Test func `gives what it gives without, at every version and on every date`() async throws {
    try await purses.fill(9, snapshotsAt: [2, 4, 6])
    #expect(try await purses.repository[id] == purses.plain[id])
    for version in 1...9 {
      #expect(try await purses.repository[id, at: version] == purses.plain[id, at: version])
      let date = Timestamp.second(version - 1)
      #expect(try await purses.repository[id, on: date] == purses.plain[id, on: date])
    }
    #expect(try await purses.repository.contains(id))
    #expect(purses.snapshots.counts.used == 2 + 2 * 8)
    #expect(purses.snapshots.counts.replayed == 2)
    #expect(purses.snapshots.counts.passedOver == [:])
  }

  @Test func `says why there is no entity as one without does`() async throws {
    try await purses.fill(4, snapshotsAt: [4])
    let noVersion = EntityNotFound(id: id, reason: .noSuchVersion(asked: 5, latest: 4))
    await #expect(throws: noVersion) { try await purses.repository[id, at: 5] }
    await #expect(throws: EntityNotFound(id: id, reason: .noSuchVersion(asked: 0, latest: 4))) {
      try await purses.repository[id, at: 0]
    }
    let other = UUID()
    await #expect(throws: EntityNotFound(id: other, reason: .neverExisted)) { try await purses.repository[other] }
    await #expect(throws: EntityNotFound(id: id, reason: .notYet(on: .second(-1)))) {
      try await purses.repository[id, on: .second(-1)]
    }
  }

  @Test func `gives a state with the version and the dates it was taken with, when no event came after it`()
    async throws
  {
    try await purses.fill(5, snapshotsAt: [5])
    let purse = try await purses.repository[id]
    #expect(purses.snapshots.counts.used == 1)
    #expect(purse.version == 5 && purse.id == id && purse.cents == 10)
    #expect(purse.createdOn == .second(0) && purse.lastModifiedOn == .second(4))
  }

  @Test func `gives an entity whose next event goes on from the snapshot`() async throws {
    try await purses.fill(5, snapshotsAt: [5])
    let bus = EventBus()
    let policy = try PersistencePolicy(eventStore: purses.store, bus: bus)
    defer { policy.close() }
    try await EventBus.$current.withValue(bus) {
      var purse = try await purses.repository[id]
      try await purse.fill(100)
      #expect(purse.version == 6)
    }
    #expect(try await purses.store.events(of: id).map(\.entityVersion) == Array(0...5))
    #expect(try await purses.repository[id] == purses.plain[id])
  }

  @Test func `reads only what came after the snapshot`() async throws {
    let recorder = ScriptedRecorder()
    let store = EventStore(of: Purse.Event.self, in: recorder)
    try await store.append(Purse.history(id, Purse.fillings(99)))
    try await purses.snapshots.take(of: id, at: 90, from: store)
    let before = recorder.queries.all.count
    let purse = try await Repository<Purse>(eventStore: store, snapshots: purses.snapshots)[id]
    #expect(purse.version == 100)
    #expect(recorder.queries.all.count == before, "one query for the events with their notification ids, and no other")
  }

  @Test func `goes on over many pages`() async throws {
    try await purses.fill(100, snapshotsAt: [13])
    let player = EventPlayer(eventStore: purses.store, snapshots: purses.snapshots, pageSize: 7)
    #expect(try await player.replay(id).entity == purses.plain[id])
    for version in [13, 14, 19, 20, 21, 99, 100] {
      #expect(try await player.replay(id, upTo: version).entity == purses.plain[id, at: version])
    }
    #expect(purses.snapshots.counts.used == 8)
  }

  @Test func `knows from a snapshot that an entity was discarded`() async throws {
    try await purses.store.append(Purse.history(id, [.filled(cents: 5), .halved, .burnt]))
    try await purses.snapshots.take(of: id, from: purses.store)
    let newest = try #require(try await purses.snapshots.newest(of: id))
    #expect(newest.state == nil && newest.version == 4 && newest.entityID == id)
    #expect(try await purses.repository.contains(id) == false)
    await #expect(throws: EntityNotFound(id: id, reason: .discarded(version: 4))) { try await purses.repository[id] }
    #expect(try await purses.repository[id, at: 3].cents == 2)
    #expect(purses.snapshots.counts.used == 2)
  }

  @Test func `finds what follows on the end of a life, as one without does`() async throws {
    try await purses.store.append(Purse.history(id, [.burnt]))
    try await purses.snapshots.take(of: id, from: purses.store)
    let ghost = DomainEvent(entityID: id, entityVersion: 2, timestamp: .second(9), payload: Purse.Event.halved)
    try await purses.store.append(ghost)
    await #expect(throws: ReplayError.afterTheEnd(id: id, version: 2)) { try await purses.repository[id] }
  }

  @Test func `finds a gap behind the snapshot`() async throws {
    try await purses.fill(6, snapshotsAt: [])
    try await purses.recorder.deleteItem(of: id, at: 4)
    try await purses.snapshots.take(of: id, at: 3, from: purses.store)
    await #expect(throws: SequenceGap(sequenceID: id, missing: 4)) { try await purses.repository[id] }
    await #expect(throws: SequenceGap(sequenceID: id, missing: 4)) {
      try await purses.snapshots.take(of: id, from: purses.store)
    }
    #expect(try await purses.versions() == [3], "no snapshot of an incomplete read")
  }

  @Test func `is as good as one without for whom a keeper keeps its entities`() async throws {
    try await purses.fill(10, snapshotsAt: [8])
    let bus = EventBus()
    let policy = try PersistencePolicy(eventStore: purses.store, bus: bus)
    defer { policy.close() }
    let keeper = Keeper(repository: purses.repository, bus: bus)
    for _ in 1...3 { try await keeper.change(id) { purse in try await purse.fill(1) } }
    #expect(try await keeper[id] == purses.plain[id])
    #expect(purses.snapshots.counts.used == 1)
  }

  @Test func `reads as a catalog says`() async throws {
    let protection = EventProtection(cipher: MarkingCipher())
    let catalog = try EventCatalog(.events(of: Purse.Event.self, protection: protection))
    let store = try catalog.eventStore(of: Purse.Event.self, in: purses.recorder)
    try await store.append(Purse.history(id, [.halved]))
    try await purses.snapshots.take(of: id, from: store)
    let repository = try Repository(catalog: catalog, recorder: purses.recorder, snapshots: purses.snapshots)
    #expect(try await repository[id].version == 2)
    #expect(purses.snapshots.counts.used == 1)
  }
}
