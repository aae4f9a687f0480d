public import Foundation

/// Where events are appended and read: a mapper and a recorder, either of which can be replaced.
public struct EventStore<Event: SequencedEvent>: Sendable {
  /// How events become items.
  public let mapper: SequencedItemMapper<Event>

  /// Where items are kept.
  public let recorder: any Recorder

  public init(recorder: any Recorder, mapper: SequencedItemMapper<Event>) {
    self.recorder = recorder
    self.mapper = mapper
  }

  /// Makes a store for the events of an entity, as JSON unless told: plain by default, or compressed, or encrypted, or
  /// both.
  public init<Payload>(
    of payload: Payload.Type, in recorder: any Recorder, transcoder: any Transcoder = JSONTranscoder(),
    compressor: (any Compressor)? = nil, cipher: (any Cipher)? = nil
  ) where Event == DomainEvent<Payload> {
    self.init(
      recorder: recorder,
      mapper: SequencedItemMapper(transcoder: transcoder, compressor: compressor, cipher: cipher))
  }

  /// Makes a store for the entries of logs, which have a place in time only.
  public init<Payload>(
    entriesOf payload: Payload.Type, in recorder: any Recorder, transcoder: any Transcoder = JSONTranscoder(),
    compressor: (any Compressor)? = nil, cipher: (any Cipher)? = nil
  ) where Event == TimestampedEvent<Payload> {
    self.init(
      recorder: recorder,
      mapper: SequencedItemMapper(transcoder: transcoder, compressor: compressor, cipher: cipher))
  }

  /// Appends events in one transaction, all or nothing.
  ///
  /// - Parameters:
  ///   - events: Of one sequence or of several, each sequence's in the order of its positions.
  ///   - tracking: The notification that caused the events, if there was one.
  ///   - assertions: What was read to decide, and must not have changed: sequences that the events are not of.
  /// - Returns: The ids of the events in the notification sequence.
  /// - Throws: What `Recorder.append(_:)` throws, above all `ConcurrencyError`; `IDOfAnotherKind` if a new entity's id
  ///   is another kind's; or what the mapper throws.
  @discardableResult
  public func append(
    _ events: [Event], tracking: TrackingRecord? = nil, assertions: [SequenceAssertion] = []
  ) async throws -> [Int] {
    let items =
      if events.count < Self.manyEvents {
        // Not the method itself, which would be a copy of the mapper each time.
        try events.map { try mapper.item(from: $0) }
      } else {
        try await itemsMadeTogether(from: events)
      }
    let request = try AppendRequest(items, kind: mapper.kind, tracking: tracking, assertions: assertions)
    return try await record(request)
  }

  private func record(_ request: AppendRequest) async throws -> [Int] {
    do {
      return try await StoringWitness.seeing { try await recorder.append(request) }
    } catch let conflict as ConcurrencyError {
      let kind = TopicFilter.storedNames([Event.Payload.storedName])
      throw await recorder.named(conflict) { _, topic in kind.matches(topic) }
    }
  }

  /// Appends one event.
  ///
  /// - Throws: As for a list of events.
  @discardableResult
  public func append(_ event: Event) async throws -> [Int] {
    try await append([event])
  }

  /// The events of a sequence that a query asks for: all of them, in order, by default.
  ///
  /// - Throws: `SequenceGap` if a counted sequence lacks one of them; `UnreadableItem`, `RecorderError`.
  public func events(of sequenceID: UUID, where query: PositionQuery = .all) async throws -> [Event] {
    try await items(of: sequenceID, where: query).map(mapper.event(from:))
  }

  /// The event at a place, if there is one.
  ///
  /// - Throws: `UnreadableItem`, `RecorderError`.
  public func event(of sequenceID: UUID, at position: Int) async throws -> Event? {
    try await recorder.item(of: sequenceID, at: position).map(mapper.event(from:))
  }

  /// A page of all events of some cases, of whatever sequence, in the order in which they were recorded.
  ///
  /// Each counted sequence that has events in the page is read as a whole, to see that nothing of it is missing. A
  /// reader who follows long sequences takes pages of the recorder, which look at no sequence.
  ///
  /// - Parameters:
  ///   - cases: The keys of the cases.
  ///   - id: The notification id of the last event seen; 0 for the first page.
  ///   - limit: The largest number of events in the page.
  /// - Returns: The events, each with its notification id.
  /// - Throws: `SequenceGap` if one of these sequences lacks an event; `UnreadableItem`, `RecorderError`.
  public func events(
    ofCases cases: Set<Event.Payload.CodingKeys>, after id: Int = 0, limit: Int
  ) async throws -> [(id: Int, event: Event)] {
    let topics = cases.flatMap(mapper.topics(of:))
    let found = try await recorder.notifications(after: id, limit: limit, filter: .topics(topics))
    if mapper.kind == .counted { try await checkSequences(of: found.map(\.item)) }
    return try found.map { ($0.id, try mapper.event(from: $0.item)) }
  }
}
