public import Foundation

/// Replays the stored events of an entity through its mutator.
///
/// Events are read in pages, two of which are in memory at a time, so a long history does not have to fit there.
public struct EventPlayer<Entity: EventSourced>: Sendable {
  public let eventStore: EventStore<DomainEvent<Entity.Event>>

  /// How many events are read at a time, at least 1.
  public let pageSize: Int

  /// Where states are kept from which a replay can go on; `nil` if nowhere.
  private let snapshots: (any SnapshotSource<Entity>)?

  public init(eventStore: EventStore<DomainEvent<Entity.Event>>, pageSize: Int = 1_000) {
    self.init(eventStore: eventStore, snapshots: nil, pageSize: pageSize)
  }

  init(eventStore: EventStore<DomainEvent<Entity.Event>>, snapshots: (any SnapshotSource<Entity>)?, pageSize: Int) {
    self.eventStore = eventStore
    self.snapshots = snapshots
    self.pageSize = max(pageSize, 1)
  }

  /// Replays an entity's events.
  ///
  /// - Parameters:
  ///   - id: The entity's id.
  ///   - version: How many events to replay: all, unless given.
  ///   - known: An earlier state of the entity; only the events after it are then read, and the one that it ends with,
  ///     to see that it still is there: at this time, and with this payload and metadata, unless the state does not
  ///     know them, as after coding. A state of another entity or of another life, or one that is later than the
  ///     version asked for, is not used. It must be as it was stored: an aggregate with pending events is not.
  /// - Returns: The replay: with the entity, or with none if there were no events or the last discarded it.
  /// - Throws: `SequenceGap`, `ReplayError`, `UnreadableItem`, `RecorderError`.
  public func replay(
    _ id: UUID, upTo version: Int? = nil, from known: Entity? = nil
  ) async throws -> Replay<Entity> {
    if let known, known.id == id, known.version <= version ?? .max,
      let replay = try await replay(continuing: known, upTo: version)
    {
      return replay
    }
    if let snapshots, let replay = try await replay(id, upTo: version, fromSnapshotIn: snapshots) { return replay }
    let first = try await items(of: id, from: 0, upTo: version)
    return try await replay(first, upTo: version, on: Replay(of: id))
  }

  /// Goes on from a state, unless the event that it ends with is not there, or another is: then it was deleted, and
  /// perhaps created once more.
  private func replay(continuing known: Entity, upTo version: Int?) async throws -> Replay<Entity>? {
    guard known.version > 0 else { return nil }
    let page = try await items(of: known.id, from: known.version - 1, upTo: version)
    guard let anchor = page.first, anchor.position == known.version - 1, anchor.timestamp == known.lastModifiedOn else {
      return nil
    }
    if let newest = known.lifecycle.newestEvent as? DomainEvent<Entity.Event>,
      newest.entityVersion == anchor.position
    {
      // Times alone do not tell two lives apart: who imports may give them the same.
      guard try eventStore.mapper.isSame(newest, as: anchor) else { return nil }
    }
    return try await replay(page, upTo: version, on: Replay(continuing: known), passingOver: 1)
  }

  /// Folds a page, but for what is known of it, and those after it.
  func replay(
    _ first: [SequencedItem], upTo version: Int?, on start: Replay<Entity>, passingOver known: Int = 0
  ) async throws -> Replay<Entity> {
    var replay = start
    var page = first
    var known = known
    while page.count == pageSize, let last = page.last, last.position < .max {
      // The database reads on while this page is folded.
      async let next = items(of: last.sequenceID, from: last.position + 1, upTo: version)
      try fold(page[known...], into: &replay)
      page = try await next
      known = 0
    }
    try fold(page[known...], into: &replay)
    return replay
  }

  /// A page of items: none if the version is reached.
  private func items(of id: UUID, from position: Int, upTo version: Int?) async throws -> [SequencedItem] {
    let left = version.map { $0 - position } ?? pageSize
    guard left > 0 else { return [] }
    return try await eventStore.recorder.items(
      of: id, where: PositionQuery(atLeast: position, limit: min(left, pageSize)))
  }

  private func fold(_ page: ArraySlice<SequencedItem>, into replay: inout Replay<Entity>) throws {
    var newest: DomainEvent<Entity.Event>?
    for item in page {
      let event = try eventStore.mapper.event(from: item)
      // Later ones are read only if it is not there.
      guard item.position <= replay.version else {
        throw SequenceGap(sequenceID: item.sequenceID, missing: replay.version)
      }
      try replay.apply(event)
      newest = event
    }
    if let newest { replay.remember(newest) }
  }
}
