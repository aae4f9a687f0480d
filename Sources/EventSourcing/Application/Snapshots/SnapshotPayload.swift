import Foundation

/// What is stored of a snapshot: an event of a timed sequence, so that it takes the same way as events do.
enum SnapshotPayload<Entity: Snapshottable>: EventPayload {
  case taken(entity: UUID, state: Entity?, anchor: SnapshotAnchor)

  static var storedName: String { "\(Entity.Event.storedName)Snapshot" }

  enum CodingKeys: String, CodingKey, CaseIterable { case taken }
}

/// A snapshot as its mapper takes it: at its version in the sequence of the entity's snapshots.
struct StoredSnapshot<Entity: Snapshottable>: SequencedEvent {
  let sequenceID: UUID
  let position: Int
  let timestamp: Timestamp
  let payload: SnapshotPayload<Entity>

  /// Who stored the last event is no matter of the state, so the table needs no column for it.
  var metadata: EventMetadata { EventMetadata() }

  init(
    sequenceID: UUID, position: Int, timestamp: Timestamp, payload: SnapshotPayload<Entity>, metadata: EventMetadata
  ) {
    self.sequenceID = sequenceID
    self.position = position
    self.timestamp = timestamp
    self.payload = payload
  }

  init(_ snapshot: Snapshot<Entity>) {
    sequenceID = .ofSnapshots(of: snapshot.entityID, Entity.self)
    position = snapshot.version
    timestamp = snapshot.takenOn
    payload = .taken(entity: snapshot.entityID, state: snapshot.state, anchor: snapshot.anchor)
  }

  var snapshot: Snapshot<Entity> {
    switch payload {
    case .taken(let id, let state, let anchor):
      Snapshot(entityID: id, version: position, takenOn: timestamp, state: state, anchor: anchor)
    }
  }
}

extension UUID {
  /// The sequence with the snapshots of an entity, of one type and one version of snapshots.
  static func ofSnapshots<Entity: Snapshottable>(
    of id: UUID, _ entity: Entity.Type, version: SnapshotVersion = Entity.snapshotVersion
  ) -> UUID {
    // No stored name has a NUL, and no number.
    UUID(named: "snapshots\u{0}\(Entity.Event.storedName)\u{0}\(version.number)\u{0}\(Entity.snapshotName)", in: id)
  }
}
