import EventSourcing
import Foundation
import Testing

@Suite("A snapshot that cannot be used is passed over and counted")
struct UnusableSnapshotTests {
  private let purses = Purses()
  private var id: UUID { purses.id }

  /// What is read is what is read without snapshots, and the only snapshot there is was passed over, for this reason.
  private func expectPassedOver(_ reason: SnapshotCounts.Reason, _ purses: Purses) async throws {
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(purses.snapshots.counts.passedOver == [reason: 1])
    #expect(purses.snapshots.counts.used == 0)
    #expect(purses.snapshots.counts.replayed == 1)
  }

  @Test func `if it has the version before`() async throws {
    try await purses.fill(4, snapshotsAt: [])
    try await SnapshotStore<PurseOfVersion1>(recorder: purses.table).take(
      of: id, from: EventStore(of: Purse.Event.self, in: purses.recorder))
    try await expectPassedOver(.olderVersion, purses)
  }

  @Test func `if it has another shape under the same version`() async throws {
    try await purses.fill(4, snapshotsAt: [])
    try await SnapshotStore<PurseOfOtherShape>(recorder: purses.table).take(of: id, from: purses.store)
    try await expectPassedOver(.otherShape, purses)
    #expect("\(purses.snapshots.counts)" == "taken 0, failed 0, used 0, replayed 1, passed over 1 (otherShape 1)")
  }

  @Test func `if it is cut off`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    try await purses.changeStored { $0.data.dropLast(5) }
    try await expectPassedOver(.damaged, purses)
  }

  @Test func `if any of its bits is another one`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    let whole = try await purses.table.notifications(after: 0, limit: 1)[0].item.data
    for bit in 0..<whole.count * 8 {
      try await purses.rewriteStored { _ in
        var data = whole
        data[data.startIndex + bit / 8] ^= 1 << (bit % 8)
        return data
      }
      let repository = Repository<Purse>(
        eventStore: purses.store, snapshots: SnapshotStore<Purse>(recorder: purses.table))
      #expect(try await repository[id] == purses.plain[id], "bit \(bit)")
    }
    try await purses.rewriteStored { _ in Data() }
    try await expectPassedOver(.damaged, purses)
  }

  @Test func `if another type is of the same events, and has the same shape`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    let counting = SnapshotStore<DoublingPurse>(recorder: purses.table)
    let repository = Repository<DoublingPurse>(eventStore: purses.store, snapshots: counting)
    #expect(try await repository[id] == Repository<DoublingPurse>(eventStore: purses.store)[id])
    #expect(counting.counts.used == 0)
    try await counting.take(of: id, at: 3, from: purses.store)
    #expect(try await purses.versions() == [3, 3])
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(try await repository[id] == Repository<DoublingPurse>(eventStore: purses.store)[id])
    #expect(purses.snapshots.counts.used == 1 && counting.counts.used == 1)
  }

  @Test func `if its cipher does not have the key, or finds it changed`() async throws {
    let purses = Purses(protection: EventProtection(compressor: MarkingCompressor(), cipher: MarkingCipher()))
    try await purses.fill(4, snapshotsAt: [3])
    #expect(try await purses.table.notifications(after: 0, limit: 1)[0].item.isMarked)
    try await purses.changeStored { Data("q".utf8) + $0.data.dropFirst() }
    try await expectPassedOver(.wrongKey, purses)
    try await purses.changeStored { Data("k|".utf8) + $0.data.dropFirst(9) }
    #expect(try await purses.repository[id].version == 4)
    #expect(purses.snapshots.counts.passedOver == [.wrongKey: 1, .damaged: 1])
  }

  @Test func `if it is another entity's`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    let id = UUID()
    try await purses.store.append(Purse.history(id, [.halved, .halved, .halved]))
    try await purses.snapshots.take(of: id, at: 3, from: purses.store)
    let other = try await purses.table.notifications(after: 0, limit: 2)[1].item
    let data = try #require(SnapshotSeal.opened(other)).data
    try await purses.changeStored { _ in data }
    try await expectPassedOver(.anotherEntity, purses)
  }

  @Test func `if it was taken at another version than where it is`() async throws {
    try await purses.fill(4, snapshotsAt: [3, 2])
    let other = try await purses.table.notifications(after: 0, limit: 2)[1].item
    let data = try #require(SnapshotSeal.opened(other)).data
    try await purses.changeStored { _ in data }
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(purses.snapshots.counts.passedOver == [.anotherEntity: 1])
    #expect(purses.snapshots.counts.used == 1, "an older one is used")
  }

  @Test func `if the entity was deleted and made again since, with the same times`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    try await purses.recorder.deleteItems(of: id)
    try await purses.store.append(Purse.history(id, [.filled(cents: 100), .halved, .halved]))
    try await expectPassedOver(.pastChanged, purses)
    #expect(try await purses.repository[id].cents == 25)
  }

  @Test func `if events were rewritten since, of whatever entity`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    let old = try #require(try await purses.recorder.item(of: id, at: 1))
    let payload = DomainEvent(
      entityID: id, entityVersion: 1, timestamp: old.timestamp, payload: Purse.Event.filled(cents: 9))
    try await purses.recorder.rewrite([Rewrite(from: old, to: purses.store.mapper.item(from: payload))])
    try await expectPassedOver(.pastChanged, purses)
  }

  @Test func `if events are rewritten just before what came after it is read`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    let old = try #require(try await purses.recorder.item(of: id, at: 1))
    let new = try purses.store.mapper.item(
      from: DomainEvent(entityID: id, entityVersion: 1, timestamp: old.timestamp, payload: .filled(cents: 9)))
    let memory = purses.recorder
    let slow = Rewritten(inner: memory) {
      if try await memory.item(of: new.sequenceID, at: 1) == old {
        try await memory.rewrite([Rewrite(from: old, to: new)])
      }
    }
    let store = EventStore(of: Purse.Event.self, in: slow)
    #expect(try await Repository(eventStore: store, snapshots: purses.snapshots)[id] == purses.plain[id])
    #expect(purses.snapshots.counts.passedOver == [.pastChanged: 1])
  }

  @Test func `if its newest events were deleted since`() async throws {
    try await purses.fill(4, snapshotsAt: [4])
    try await purses.recorder.deleteItem(of: id, at: 3)
    try await expectPassedOver(.pastChanged, purses)
    #expect(try await purses.repository[id].version == 3)
  }

  @Test func `if an epoch has begun since`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    try await purses.recorder.beginEpoch()
    try await expectPassedOver(.anotherLog, purses)
  }

  @Test func `if the log was restored from a backup, and has not come so far, or has come there in another way`()
    async throws
  {
    try await purses.fill(4, snapshotsAt: [4])
    let log = try await purses.recorder.logRevision().log
    for (payloads, reason) in [([], .aheadOfLog), ([Purse.Event.halved], SnapshotCounts.Reason.anotherEvent)] {
      let restored = SameLog(log: log)
      let store = EventStore(of: Purse.Event.self, in: restored)
      try await store.append(
        Purse.history(id, Purse.fillings(2))
          + payloads.map { DomainEvent(entityID: id, entityVersion: 3, timestamp: .second(50), payload: $0) })
      let snapshots = SnapshotStore<Purse>(recorder: purses.table)
      let purse = try await Repository<Purse>(eventStore: store, snapshots: snapshots)[id]
      #expect(try await purse == Repository<Purse>(eventStore: store)[id])
      #expect(snapshots.counts.passedOver == [reason: 1])
    }
  }

  @Test func `if its database cannot be read`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    try await purses.table.close()
    try await expectPassedOver(.unreachable, purses)
  }

  @Test func `and an older one is used, if there is one`() async throws {
    try await purses.fill(9, snapshotsAt: [8, 6, 4])
    try await purses.changeStored { _ in Data("{}".utf8) }
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(purses.snapshots.counts.passedOver == [.otherShape: 1])
    #expect(purses.snapshots.counts.used == 1)
    #expect(try await purses.snapshots.newest(of: id)?.version == 6)
  }

  @Test func `and makes way for the next one that is taken there`() async throws {
    try await purses.fill(4, snapshotsAt: [3])
    try await purses.recorder.beginEpoch()
    try await purses.snapshots.take(of: id, at: 3, from: purses.store)
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(purses.snapshots.counts.used == 1)
    #expect(try await purses.versions() == [3])
  }
}

/// Another recorder that says it is the same log, as one says that was restored from a backup.
private struct SameLog: ForwardingRecorder {
  let inner: any Recorder = InMemoryRecorder()
  let log: UUID

  func logRevision() async throws -> LogRevision {
    LogRevision(log: log, changes: try await inner.logRevision().changes)
  }
}

/// Does something just before events are read with their notification ids.
private struct Rewritten: ForwardingRecorder {
  let inner: any Recorder
  let interference: @Sendable () async throws -> Void

  func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    try await interference()
    return try await inner.notifications(of: sequenceID, where: query)
  }
}
