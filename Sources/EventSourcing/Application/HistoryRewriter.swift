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

  private func rewriteItems(
    of topics: [String], _ payload: (SequencedItem) throws -> Event.Payload
  ) async throws -> Int {
    let pageSize = 1_000
    var rewrites: [Rewrite] = []
    var seen = 0
    while true {
      let page = try await recorder.notifications(after: seen, limit: pageSize, topics: topics)
      for notification in page {
        let old = notification.item
        let event = Event(
          sequenceID: old.sequenceID, position: old.position, timestamp: old.timestamp,
          payload: try payload(old))
        rewrites.append(try Rewrite(from: old, to: writer.item(from: event)))
        seen = notification.id
      }
      guard page.count == pageSize else { break }
    }
    if !rewrites.isEmpty {
      try await recorder.rewrite(rewrites)
    }
    return rewrites.count
  }
}
