public import Foundation
private import Synchronization

/// A log whose entries have a place in time, and which finds a free place for each.
///
///     let log = EventLog(id: logID, eventStore: EventStore(entriesOf: AuditEntry.self, in: recorder))
///     try await log.append(.signedIn(user: "ada"))
///
/// Two entries cannot stand at one microsecond. Where the place of an entry is taken it gets the next one that is free,
/// so its time is a microsecond or a few later than it was: many entries of one second stand one after the other. Inside a
/// unit of work, use the unit's `append(_:to:)`; this one stores at once.
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
    var first = newest.take(payloads.count, at: timestamp)
    var attempts = 1_000
    while true {
      let entries = entries(payloads, from: first)
      do {
        try await eventStore.append(entries)
        return entries
      } catch let conflict as ConcurrencyError where conflict.sequenceID == id && attempts > 1 {
        attempts -= 1
        first = try await free(payloads.count, from: conflict.position)
        first = newest.take(payloads.count, from: first, at: timestamp)
      }
    }
  }

  /// The entries that a query asks for, in the order of time.
  ///
  /// - Throws: `UnreadableItem`, `RecorderError`.
  public func entries(where query: PositionQuery = .all) async throws -> [TimestampedEvent<Payload>] {
    try await eventStore.events(of: id, where: query)
  }

  /// Entries for now, at places that nobody has in this process.
  func placed(_ payloads: [Payload]) -> [TimestampedEvent<Payload>] {
    entries(payloads, from: newest.take(payloads.count, at: nil))
  }

  /// The first of so many free places in a row, from one on.
  private func free(_ count: Int, from first: Int) async throws -> Int {
    let most = 1_000
    var first = first
    while true {
      let taken = try await eventStore.recorder.items(
        of: id, where: PositionQuery(atLeast: first, limit: most)
      ).map(\.position)
      for position in taken {
        let (distance, isFar) = position.subtractingReportingOverflow(first)
        if isFar || distance >= count { return first }
        first = position == .max ? .max : position + 1
      }
      guard taken.count == most else { return first }
    }
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

/// The microseconds that a process has given to entries of a log, as far as they matter for the next ones.
private final class NewestTime: Sendable {
  private struct Given {
    /// The newest that was given for the time of the giving.
    var newest = Int.min

    /// The last time that was asked for, and what comes after what it was given: many entries may have one time.
    var asked: (time: Int, next: Int)?
  }

  private let given = Mutex(Given())

  /// Takes so many microseconds in a row, and gives the first.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - first: Before which nothing is free.
  ///   - timestamp: The time that was asked for; now, unless given.
  func take(_ count: Int, from first: Int = .min, at timestamp: Timestamp?) -> Int {
    given.withLock { given in
      guard let time = timestamp?.microseconds else {
        let after = given.newest == .max ? .max : given.newest + 1
        let taken = min(max(first, Timestamp.now.microseconds, after), .max - count)
        given.newest = taken + count - 1
        return taken
      }
      let after = given.asked.flatMap { $0.time == time ? $0.next : nil } ?? time
      let taken = min(max(first, time, after), .max - count)
      given.asked = (time, taken + count)
      return taken
    }
  }
}
