public import Foundation

/// A log whose entries have a place in time, and which finds a free place for each.
///
///     let log = EventLog(id: logID, eventStore: EventStore(entriesOf: AuditEntry.self, in: recorder))
///     try await log.append(.signedIn(user: "ada"))
///
/// Two entries cannot stand at one microsecond. Where the place of an entry is taken it gets the next one that is free,
/// so its time is a microsecond or a few later than it was. Entries that are made now come one after the other, also
/// where the clock was set back by less than a millisecond meanwhile.
public struct EventLog<Payload: EventPayload>: Sendable {
  /// Which log: the sequence id of its entries.
  public let id: UUID

  public let eventStore: EventStore<TimestampedEvent<Payload>>

  private let taken = TakenTimes()

  public init(id: UUID, eventStore: EventStore<TimestampedEvent<Payload>>) {
    self.id = id
    self.eventStore = eventStore
  }

  /// Adds an entry.
  ///
  /// - Parameters:
  ///   - payload: What happened.
  ///   - timestamp: When: now, unless given.
  /// - Returns: The entry, with the time at which it stands.
  /// - Throws: As for a list of entries.
  @discardableResult
  public func append(_ payload: Payload, at timestamp: Timestamp? = nil) async throws -> TimestampedEvent<Payload> {
    try await append([payload], at: timestamp)[0]
  }

  /// Adds entries, one microsecond after the other, all or none.
  ///
  /// - Parameters:
  ///   - payloads: What happened, in order.
  ///   - timestamp: When the first did: now, unless given.
  /// - Returns: The entries, with the times at which they stand.
  /// - Throws: `NoTimeLeft` if there is no place up to the end of time; `ConcurrencyError` if others have taken the
  ///   next free places time and again; what the mapper and the recorder throw.
  @discardableResult
  public func append(
    _ payloads: [Payload], at timestamp: Timestamp? = nil
  ) async throws -> [TimestampedEvent<Payload>] {
    guard !payloads.isEmpty else { return [] }
    let (time, isNow) = ((timestamp ?? .now).microseconds, timestamp == nil)
    var attempts = 1_000
    // Those who append in this process do not get into each other's way.
    var place = taken.take(payloads.count, from: time, isNow: isNow)
    while let first = place {
      let entries = payloads.enumerated().map { offset, payload in
        TimestampedEvent(logID: id, timestamp: Timestamp(microseconds: first + offset), payload: payload)
      }
      do {
        try await eventStore.append(entries)
        return entries
      } catch let conflict as ConcurrencyError where conflict.sequenceID == id && attempts > 1 {
        attempts -= 1
        place = try await eventStore.recorder.freePlace(in: id, for: payloads.count, after: conflict.position)
          .flatMap { taken.take(payloads.count, insteadOf: first, free: $0, isNow: isNow) }
      } catch {
        taken.giveBack(payloads.count, at: first, isNow: isNow)
        throw error
      }
    }
    throw NoTimeLeft(logID: id, entries: payloads.count, from: Timestamp(microseconds: time))
  }

  /// The entries that a query asks for, in the order of time.
  ///
  /// - Throws: `UnreadableItem`, `RecorderError`.
  public func entries(where query: PositionQuery = .all) async throws -> [TimestampedEvent<Payload>] {
    try await eventStore.events(of: id, where: query)
  }
}
