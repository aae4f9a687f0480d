public import Foundation

/// Rewrites stored events for a migration of the model, from an old topic or shape to a present event.
///
/// An upcast reads old shapes as they are and is nearly always the better way. Rewriting is for what an upcast
/// cannot do: a topic that is to disappear, a key that is to be changed, data that must not stay. Run it by hand,
/// with a backup, while nothing else writes.
public struct HistoryRewriter<Event: SequencedEvent>: Sendable {
  private let recorder: any MaintenanceRecorder
  private let reader: SequencedItemMapper<Event>
  private let writer: SequencedItemMapper<Event>

  /// - Parameters:
  ///   - recorder: Where the events are.
  ///   - reader: The mapper that reads the old items: with the old cipher, for example.
  ///   - writer: The mapper that makes the new ones.
  public init(
    recorder: any MaintenanceRecorder, reading reader: SequencedItemMapper<Event>,
    writing writer: SequencedItemMapper<Event>
  ) {
    self.recorder = recorder
    self.reader = reader
    self.writer = writer
  }

  /// Rewrites all items of some topics in one transaction: all of them, or none.
  ///
  /// The old and the new items are held in memory until then.
  ///
  /// - Parameters:
  ///   - topics: The stored topics, as they are in the database.
  ///   - shape: The shape of the old values.
  ///   - transform: Gives the payload that stands there from now on.
  /// - Returns: The number of items rewritten.
  /// - Throws: `UnreadableItem`, `RewriteError`, `RecorderError`, or what the transform throws; nothing was
  ///   rewritten then.
  @discardableResult
  public func rewrite<Shape: Decodable>(
    topics: [String], from shape: Shape.Type, to transform: (Shape) throws -> Event.Payload
  ) async throws -> Int {
    try await rewriteItems(of: topics) { item in try transform(reader.values(shape, from: item)) }
  }

  /// Writes all events of some cases anew in one transaction, in their present shape and topic, and as the
  /// writing mapper encodes, compresses and encrypts.
  ///
  /// - Returns: The number of items rewritten.
  /// - Throws: As for the rewriting of topics.
  @discardableResult
  public func rewrite(cases: Set<Event.Payload.CodingKeys>) async throws -> Int {
    try await rewriteItems(of: cases.flatMap(reader.topics(of:))) { item in
      try reader.event(from: item).payload
    }
  }

  /// Puts another payload in the place of one item, whatever stands there, readable or not: what mends a history with
  /// one bad item.
  ///
  /// The payload is yours to know, from a backup or by hand: nothing of the old data is looked at. The metadata stays,
  /// unless it cannot be read.
  ///
  /// - Returns: Whether there was an item. One that is missing is put back by `ReplicaRecorder.restore(_:)`.
  /// - Throws: As for the rewriting of topics.
  @discardableResult
  public func rewrite(of sequenceID: UUID, at position: Int, to payload: Event.Payload) async throws -> Bool {
    guard let old = try await recorder.item(of: sequenceID, at: position) else { return false }
    let metadata = (try? reader.metadata(of: old)) ?? EventMetadata()
    try await recorder.rewrite([rewrite(of: old, to: payload, metadata)])
    return true
  }

  private func rewriteItems(
    of topics: [String], _ payload: (SequencedItem) throws -> Event.Payload
  ) async throws -> Int {
    let pageSize = 1_000
    var rewrites: [Rewrite] = []
    var seen = 0
    while true {
      let page = try await recorder.notifications(after: seen, limit: pageSize, filter: .topics(topics))
      for notification in page {
        rewrites.append(
          try rewrite(
            of: notification.item, to: payload(notification.item), reader.metadata(of: notification.item)))
        seen = notification.id
      }
      guard page.count == pageSize else { break }
    }
    if !rewrites.isEmpty {
      try await recorder.rewrite(rewrites)
    }
    return rewrites.count
  }

  private func rewrite(
    of old: SequencedItem, to payload: Event.Payload, _ metadata: EventMetadata
  ) throws -> Rewrite {
    let event = Event(
      sequenceID: old.sequenceID, position: old.position, timestamp: old.timestamp, payload: payload,
      metadata: metadata)
    return try Rewrite(from: old, to: writer.item(from: event))
  }
}
