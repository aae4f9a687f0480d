// Exercise 14 · Ahead of the log
//
// Whoever wrote this show did not know of `Entity`, so `record`, which all commands call, was written by hand. It works,
// until storing fails. Then the desk shows seats as sold that nobody has bought; and when the database is there again,
// each command is refused, because an event seems to be missing: the show is ahead of the log. It must not fall behind
// either. Subscribers hear of an event when it is stored, and if one of them fails, `publish` throws
// `StoredButNotHandled`.
//
// Find out why, and mend `record`. These are its rules:
//
// 1. If the event cannot be stored, the show is exactly as it was before the command, and the caller gets the error.
// 2. An event that does not fit the show's history is never published, since it would be stored for good. (Such a one
//    is caused by `schedule` on a show that is scheduled already.)
// 3. If it was stored, the show is what the event makes it, also if a subscriber fails afterwards. The caller gets that
//    error, too.
//
// Run it: swift run kit check 14
// Or, in the folder Exercises: swift test --filter Exercise14

public import BoxOffice
public import EventSourcing

/// A show and how many of its seats are sold.
public struct Show: EventSourced, Equatable {
  public var lifecycle: Lifecycle
  public private(set) var seats: Int
  public private(set) var seatsSold = 0
  public private(set) var isCancelled = false

  public static func mutate(_ show: inout Show?, with event: DomainEvent<PerformanceEvent>) {
    switch event.payload {
    case .scheduled(_, let seats): show = Show(lifecycle: Lifecycle(createdBy: event), seats: seats)
    case .seatsSold(let count, _): show?.seatsSold += count
    case .seatsReturned(let count): show?.seatsSold -= count
    case .cancelled: show?.isCancelled = true
    }
  }

  public mutating func schedule(_ title: String, seats: Int) async throws {
    try await record(.scheduled(title: title, seats: seats))
  }

  public mutating func sell(_ count: Int, to customer: String) async throws {
    try await record(.seatsSold(count: count, to: customer))
  }

  public mutating func takeBack(_ count: Int) async throws {
    try await record(.seatsReturned(count: count))
  }

  /// Lets the next event happen.
  ///
  /// - Throws: `ReplayError` if the event does not fit; what storing throws; `StoredButNotHandled`.
  private mutating func record(_ payload: PerformanceEvent) async throws {
    let event = DomainEvent(entityID: id, entityVersion: version, timestamp: .now, payload: payload)
    try apply(event)
    try await EventBus.current.publish(event)
  }

  /// Folds an event into the show.
  ///
  /// - Throws: `ReplayError` if it is not the show's next event; the show is then as it was.
  private mutating func apply(_ event: DomainEvent<PerformanceEvent>) throws {
    var replay = Replay(continuing: self)
    try replay.apply(event)
    if let changed = replay.entity { self = changed }
  }
}
