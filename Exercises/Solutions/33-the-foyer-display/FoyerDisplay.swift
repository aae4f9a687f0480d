// Exercise 33 · The display in the foyer
//
// A display in the foyer shows how many seats are sold, of all performances together. It is switched on in the evening,
// reads all that was sold before, and then follows what is sold at the desks until it is switched off.
//
// Write `follow`:
//
// 1. While it catches up with what there is, it shows nothing: years of sales would rush past. When it has caught up it
//    shows the number, and again each time when there was something new, until its task is cancelled.
// 2. Only performances concern the display; what happens to vouchers does not. What happens to a performance and is
//    unknown to this program ends it with the error that `take` throws.
// 3. The line to the database is bad, and sometimes lost for a moment. The display goes on then, and counts each sale
//    once. An error that does not pass ends it.
//
// Run it: swift run kit check 33
// Or, in the folder Exercises: swift test --filter Exercise33

import BoxOffice
public import EventSourcing
import Practice

/// Shows how many seats are sold.
public struct FoyerDisplay: Sendable {
  private var sold = 0

  public init() {}

  /// Follows a log, until the task is cancelled.
  ///
  /// - Parameters:
  ///   - log: The log of the box office.
  ///   - show: Shows a number to the people in the foyer.
  /// - Throws: `UnreadableItem`, `CancellationError`; what `show` throws; what following throws.
  public mutating func follow(_ log: any NotificationLog, show: (Int) async throws -> Void) async throws {
    // exercise: Follow the log, and show the number each time when you have caught up.
    for try await element in NotificationSubscription(log, filter: .storedNames([PerformanceEvent.storedName])) {
      switch element {
      case .notification(let notification, _): try take(notification)
      case .caughtUp: try await show(sold)
      }
    }
    // exercise.end
  }

  /// Counts what was sold or returned.
  ///
  /// - Throws: `UnreadableItem` if this program does not know the event.
  private mutating func take(_ notification: ItemNotification) throws {
    let event = try SequencedItemMapper<DomainEvent<PerformanceEvent>>().event(from: notification.item)
    switch event.payload {
    case .seatsSold(let count, _): sold += count
    case .seatsReturned(let count): sold -= count
    case .scheduled, .cancelled: break
    }
  }
}
