public import Foundation

/// Replays the stored events of an entity through its mutator.
///
/// Events are read in pages, two of which are in memory at a time, so a long history does not have to fit there.
public struct EventPlayer<Entity: EventSourced>: Sendable {
  public let eventStore: EventStore<DomainEvent<Entity.Event>>

  /// How many events are read at a time.
  public let pageSize: Int

  public init(eventStore: EventStore<DomainEvent<Entity.Event>>, pageSize: Int = 1_000) {
    precondition(pageSize > 0, "a page holds at least one event")
    self.eventStore = eventStore
    self.pageSize = pageSize
  }

  /// Replays an entity's events.
  ///
  /// - Parameters:
  ///   - id: The entity's id.
  ///   - version: How many events to replay: all, unless given.
  ///   - known: An earlier state of the entity; only the events after it are then read. A state of another
  ///     entity, or one that is later than the version asked for, is not used. It must be as it was stored: an
  ///     aggregate with pending events is not.
  /// - Returns: The replay: with the entity, or with none if there were no events or the last discarded it.
  /// - Throws: `ReplayError`, `UnreadableItem`, `RecorderError`.
  public func replay(
    _ id: UUID, upTo version: Int? = nil, from known: Entity? = nil
  ) async throws -> Replay<Entity> {
    var replay = Replay<Entity>(of: id)
    if let known, known.id == id, known.version <= version ?? .max { replay = Replay(continuing: known) }
    var page = try await items(of: id, from: replay.version, upTo: version)
    while page.count == pageSize, let last = page.last, last.position < .max {
      // The database reads on while this page is folded.
      async let next = items(of: id, from: last.position + 1, upTo: version)
      try fold(page, into: &replay)
      page = try await next
    }
    try fold(page, into: &replay)
    return replay
  }

  /// A page of items: none if the version is reached.
  private func items(of id: UUID, from position: Int, upTo version: Int?) async throws -> [SequencedItem] {
    let left = version.map { $0 - position } ?? pageSize
    guard left > 0 else { return [] }
    return try await eventStore.recorder.items(
      of: id, where: PositionQuery(atLeast: position, limit: min(left, pageSize)))
  }

  private func fold(_ page: [SequencedItem], into replay: inout Replay<Entity>) throws {
    for item in page {
      try replay.apply(eventStore.mapper.event(from: item))
    }
  }
}
