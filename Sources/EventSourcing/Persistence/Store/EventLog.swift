public import Foundation
private import Synchronization

/// A log whose entries have a place in time, and which finds a free place for each.
///
///     let log = EventLog(id: logID, eventStore: EventStore(entriesOf: AuditEntry.self, in: recorder))
///     try await log.append(.signedIn(user: "ada"))
///
/// Two entries cannot stand at one microsecond. Where the place of an entry is taken it gets the next one that is free,
/// so its time is a microsecond or a few later than it was.
public struct EventLog<Payload: EventPayload>: Sendable {
  /// Which log: the sequence id of its entries.
  public let id: UUID

  public let eventStore: EventStore<TimestampedEvent<Payload>>

  private let newest = NewestTime()

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
  /// - Throws: `ConcurrencyError` if others have taken the next free places time and again; what the mapper and the
  ///   recorder throw.
  @discardableResult
  public func append(
    _ payloads: [Payload], at timestamp: Timestamp? = nil
  ) async throws -> [TimestampedEvent<Payload>] {
    guard !payloads.isEmpty else { return [] }
    // Those who append in this process do not get into each other's way.
    var first = timestamp?.microseconds ?? newest.take(payloads.count, from: Timestamp.now.microseconds)
    var attempts = 1_000
    while true {
      let entries = entries(payloads, from: first)
      do {
        try await eventStore.append(entries)
        return entries
      } catch let conflict as ConcurrencyError where conflict.sequenceID == id && attempts > 1 {
        attempts -= 1
        first = conflict.position == .max ? .max : conflict.position + 1
        if timestamp == nil { first = newest.take(payloads.count, from: first) }
      }
    }
  }

  /// The entries that a query asks for, in the order of time.
  ///
  /// - Throws: `UnreadableItem`, `RecorderError`.
  public func entries(where query: PositionQuery = .all) async throws -> [TimestampedEvent<Payload>] {
    try await eventStore.events(of: id, where: query)
  }

  private func entries(_ payloads: [Payload], from first: Int) -> [TimestampedEvent<Payload>] {
    // Nothing can stand at 0, where the sequences of entities begin, nor after the last microsecond that there is.
    let last = min(first, .max - payloads.count)
    let first = last <= 0 && last + payloads.count > 0 ? 1 : last
    return payloads.enumerated().map { offset, payload in
      TimestampedEvent(logID: id, timestamp: Timestamp(microseconds: first + offset), payload: payload)
    }
  }
}

/// The newest microsecond that a process has given to an entry of a log.
private final class NewestTime: Sendable {
  private let newest = Atomic(Int.min)

  /// Takes so many microseconds in a row, the first not before a time, and none that was taken before.
  func take(_ count: Int, from time: Int) -> Int {
    var before = newest.load(ordering: .relaxed)
    while true {
      let first = min(max(time, before == .max ? .max : before + 1), .max - count)
      let (isTaken, found) = newest.compareExchange(
        expected: before, desired: first + count - 1, ordering: .relaxed)
      if isTaken { return first }
      before = found
    }
  }
}
