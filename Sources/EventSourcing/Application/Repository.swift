public import Foundation

/// Gives the entities of one kind by id, as their stored events make them.
///
///     let example = try await repository[id]
public struct Repository<Entity: EventSourced>: Sendable {
  public let eventPlayer: EventPlayer<Entity>

  public init(eventPlayer: EventPlayer<Entity>) {
    self.eventPlayer = eventPlayer
  }

  /// Makes a repository with an event player of its own.
  public init(eventStore: EventStore<DomainEvent<Entity.Event>>) {
    self.init(eventPlayer: EventPlayer(eventStore: eventStore))
  }

  /// Makes a repository that reads as a catalog says.
  ///
  /// - Throws: `KindNotInCatalog`.
  public init(catalog: EventCatalog, recorder: any Recorder) throws(KindNotInCatalog) {
    self.init(eventStore: try catalog.eventStore(of: Entity.Event.self, in: recorder))
  }

  /// Makes a repository that replays only what came after the newest usable snapshot.
  public init(
    eventStore: EventStore<DomainEvent<Entity.Event>>, snapshots: SnapshotStore<Entity>
  ) where Entity: Snapshottable {
    self.init(eventPlayer: EventPlayer(eventStore: eventStore, snapshots: snapshots))
  }

  /// Makes a repository that reads as a catalog says, and from snapshots.
  ///
  /// - Throws: `KindNotInCatalog`.
  public init(
    catalog: EventCatalog, recorder: any Recorder, snapshots: SnapshotStore<Entity>
  ) throws(KindNotInCatalog) where Entity: Snapshottable {
    self.init(eventStore: try catalog.eventStore(of: Entity.Event.self, in: recorder), snapshots: snapshots)
  }

  /// The entity as it is now.
  ///
  /// - Throws: `EntityNotFound`; what replaying throws.
  public subscript(id: UUID) -> Entity {
    get async throws {
      try await eventPlayer.replay(id).existing(id)
    }
  }

  /// The entity as it was when it had this number of events, whatever became of it later.
  ///
  /// - Throws: `EntityNotFound`; what replaying throws.
  public subscript(id: UUID, at version: Int) -> Entity {
    get async throws {
      let replay = try await eventPlayer.replay(id, upTo: version)
      guard replay.version > 0 || version < 1 else {
        throw EntityNotFound(id: id, reason: .neverExisted)
      }
      guard replay.version == version, version > 0 else {
        let latest = try await eventPlayer.replay(id).version
        let reason = latest == 0 ? .neverExisted : EntityNotFound.Reason.noSuchVersion(asked: version, latest: latest)
        throw EntityNotFound(id: id, reason: reason)
      }
      return try replay.existing(id)
    }
  }

  /// The entity as it was on a date: after the newest event that had happened by then.
  ///
  /// - Throws: `EntityNotFound`, with the reason `.notYet` if its first event came later; what replaying throws.
  public subscript(id: UUID, on date: Timestamp) -> Entity {
    get async throws {
      guard let version = try await eventPlayer.version(of: id, on: date) else {
        // The first one, if there is any: a sequence that lacks it has existed, and is damaged.
        let first = try await eventPlayer.eventStore.items(of: id, where: PositionQuery(limit: 1))
        throw EntityNotFound(id: id, reason: first.isEmpty ? .neverExisted : .notYet(on: date))
      }
      return try await eventPlayer.replay(id, upTo: version).existing(id)
    }
  }

  /// Whether there is such an entity: one that was created and not discarded.
  ///
  /// - Throws: What replaying throws.
  public func contains(_ id: UUID) async throws -> Bool {
    try await eventPlayer.replay(id).entity != nil
  }
}

extension Replay {
  /// The entity, if there is one.
  ///
  /// - Throws: `EntityNotFound`.
  func existing(_ id: UUID) throws(EntityNotFound) -> Entity {
    if let entity { return entity }
    throw EntityNotFound(id: id, reason: version == 0 ? .neverExisted : .discarded(version: version))
  }
}
