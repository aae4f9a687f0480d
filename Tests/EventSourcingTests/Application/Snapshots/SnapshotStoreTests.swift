import EventSourcing
import Foundation
import Testing

@Suite("A store of snapshots")
struct SnapshotStoreTests {
  private let purses = Purses()
  private var id: UUID { purses.id }

  @Test func `keeps a snapshot at the version that was asked for, and gives the newest up to a version`() async throws {
    try await purses.fill(7, snapshotsAt: [2, 6, 4])
    #expect(try await purses.versions() == [2, 4, 6])
    #expect(try await purses.snapshots.newest(of: id)?.version == 6)
    #expect(try await purses.snapshots.newest(of: id, atMost: 5)?.state == purses.plain[id, at: 4])
    #expect(try await purses.snapshots.newest(of: id, atMost: 1)?.version == nil)
    #expect(try await purses.snapshots.newest(of: UUID())?.version == nil)
    #expect(purses.snapshots.counts.taken == 3)
  }

  @Test func `stores what a person can read`() async throws {
    try await purses.store.append(Purse.history(id, [.filled(cents: 5), .labelled(label: "x")]))
    try await purses.snapshots.take(of: id, from: purses.store)
    let item = try await purses.table.notifications(after: 0, limit: 1)[0].item
    let text = item.text
    #expect(item.topic == "PurseSnapshot.taken")
    #expect(item.position == 3)
    #expect(text.contains(#""state":{"cents":5,"label":"x","labels":{"x":1},"lifecycle":{"#))
    #expect(text.contains(#""entity":"\#(id)""#))
  }

  @Test func `takes the same snapshot once`() async throws {
    try await purses.fill(4, snapshotsAt: [4, 4])
    #expect(purses.snapshots.counts.taken == 1)
    #expect(try await purses.versions() == [4])
  }

  @Test func `goes on from the snapshot before when it takes the next`() async throws {
    let recorder = ScriptedRecorder()
    let store = EventStore(of: Purse.Event.self, in: recorder)
    try await store.append(Purse.history(id, Purse.fillings(49)))
    try await purses.snapshots.take(of: id, at: 40, from: store)
    let before = recorder.queries.all.count
    try await purses.snapshots.take(of: id, from: store)
    #expect(recorder.queries.all.count == before, "only the end was read, with its notification ids")
    #expect(purses.snapshots.counts.used == 0, "what is read to take one is no read")
  }

  @Test func `keeps as many as it is told, those of the highest versions`() async throws {
    let purses = Purses(keeping: 2)
    try await purses.fill(9, snapshotsAt: [2, 4, 8, 6])
    #expect(try await purses.versions() == [6, 8])
    try await purses.snapshots.take(of: id, at: 3, from: purses.store)
    #expect(try await purses.versions() == [6, 8])
  }

  @Test func `keeps none instead of a new one that is of an earlier life, or from before the past was changed`()
    async throws
  {
    let purses = Purses(keeping: 2)
    try await purses.fill(9, snapshotsAt: [8, 9])
    try await purses.recorder.deleteItems(of: id)
    try await purses.fill(4, snapshotsAt: [3])
    #expect(try await purses.versions() == [3])
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(purses.snapshots.counts.used == 1)
  }

  @Test func `removes the snapshots of an entity, also those of older versions`() async throws {
    try await purses.fill(4, snapshotsAt: [2, 4])
    try await SnapshotStore<PurseOfVersion1>(recorder: purses.table).take(of: id, from: purses.store)
    #expect(try await purses.snapshots.remove(of: id) == 3)
    #expect(try await purses.versions() == [])
    #expect(try await purses.repository[id] == purses.plain[id])
  }

  @Test func `takes none of what is not there`() async throws {
    await #expect(throws: EntityNotFound(id: id, reason: .neverExisted)) {
      try await purses.snapshots.take(of: id, from: purses.store)
    }
    try await purses.fill(3, snapshotsAt: [])
    for version in [4, 0, -1, .max, .min] {
      await #expect(throws: EntityNotFound(id: id, reason: .noSuchVersion(asked: version, latest: 3))) {
        try await purses.snapshots.take(of: id, at: version, from: purses.store)
      }
    }
    #expect(try await purses.versions() == [])
  }

  @Test func `cannot be where the events are`() async throws {
    try await purses.fill(3, snapshotsAt: [])
    let snapshots = SnapshotStore<Purse>(recorder: purses.recorder)
    await #expect(throws: SnapshotsAmongEvents.self) { try await snapshots.take(of: id, from: purses.store) }
  }

  @Test func `takes none that could not be read again`() async throws {
    try await purses.store.append(Purse.history(id))
    let store = SnapshotStore<Purse>(recorder: purses.table, transcoder: LossyTranscoder())
    await #expect(throws: UnstorableEvent.self) { try await store.take(of: id, from: purses.store) }
    #expect(try await purses.versions() == [])
  }

  @Test func `has a snapshot that counts as one of before, if the past was changed while it was taken`() async throws {
    try await purses.fill(4, snapshotsAt: [])
    let memory = purses.recorder
    let other = UUID()
    try await purses.store.append(Purse.history(other))
    let slow = InterferedRecorder(inner: memory) { try await memory.deleteItems(of: other) }
    try await purses.snapshots.take(of: id, from: EventStore(of: Purse.Event.self, in: slow))
    #expect(try await purses.repository[id] == purses.plain[id])
    #expect(purses.snapshots.counts.passedOver == [.pastChanged: 1])
  }
}

/// Loses the end of what it encodes.
private struct LossyTranscoder: Transcoder {
  private let json = JSONTranscoder()

  func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data {
    try json.encode(value, configuration: configuration).dropLast()
  }

  func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value {
    try json.decode(type, from: data, configuration: configuration)
  }
}

/// Does something just before a sequence is read.
private struct InterferedRecorder: ForwardingRecorder {
  let inner: any Recorder
  let interference: @Sendable () async throws -> Void

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await interference()
    return try await inner.items(of: sequenceID, where: query)
  }
}
