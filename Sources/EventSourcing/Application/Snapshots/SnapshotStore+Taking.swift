public import Foundation

extension SnapshotStore {
  /// Takes a snapshot of an entity, from the events that are stored; one that is there already is left as it is.
  ///
  /// All events are replayed that came after the newest usable snapshot before it. None may be missing.
  ///
  /// - Parameters:
  ///   - id: The entity's id.
  ///   - version: The number of events to fold into it: all that are stored, unless given.
  ///   - eventStore: Where the events are.
  /// - Returns: The snapshot; without a state if the last of the events has discarded the entity.
  /// - Throws: `EntityNotFound` if there are no events, or fewer than the version; `SnapshotsAmongEvents`;
  ///   `UnstorableEvent` if the state could not be read again; `SequenceGap`, and what else replaying throws;
  ///   `RecorderError`.
  @discardableResult
  public func take(
    of id: UUID, at version: Int? = nil, from eventStore: EventStore<DomainEvent<Entity.Event>>
  ) async throws -> Snapshot<Entity> {
    // Before the events: if any of them is changed meanwhile, the snapshot counts as one of before.
    let revision = try await eventStore.recorder.logRevision()
    guard try await recorder.logRevision().log != revision.log else { throw SnapshotsAmongEvents() }
    let player = EventPlayer(
      eventStore: eventStore, snapshots: SnapshotReader(store: self, isCounting: false), pageSize: 1_000)
    let replay = try await player.replay(id, upTo: version)
    guard replay.version > 0, replay.version == version ?? replay.version else {
      let latest = version.map { $0 < 1 } ?? false ? try await player.replay(id).version : replay.version
      throw EntityNotFound(
        id: id, reason: latest == 0 ? .neverExisted : .noSuchVersion(asked: version ?? latest, latest: latest))
    }
    let last = try await eventStore.recorder.notifications(
      of: id, where: PositionQuery(atLeast: replay.version - 1, limit: 1)
    ).first
    guard let last, last.item.position == replay.version - 1 else {
      throw SequenceGap(sequenceID: id, missing: replay.version - 1)
    }
    let snapshot = Snapshot(
      entityID: id, version: replay.version, takenOn: .now, state: replay.entity, anchor: SnapshotAnchor(last, revision)
    )
    if try await store(snapshot) { count { $0.taken += 1 } }
    return snapshot
  }
}
