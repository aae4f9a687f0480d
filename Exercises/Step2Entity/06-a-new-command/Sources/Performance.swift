// Exercise 06 · A new event and its command
//
// A performance sells badly, and moves to a smaller hall. Or it sells well, and moves to a larger one. So something new
// can happen to it, and the box office gets a command for it: `move(toHallWith:)`.
//
// 1. The event is a case `moved` with one value, the number of seats in the new hall, labelled `seats`. It is stored as
//    `Performance.moved`.
// 2. From then on the performance has the seats of the new hall. Nothing else changes.
// 3. The command causes the event, if two rules allow it. A cancelled performance is not moved: `Refusal.isCancelled`.
//    Nobody who has bought a seat is sent home: if more seats are sold than the new hall has, it is
//    `Refusal.hallTooSmall`, with both numbers. A hall with just as many seats will do.
// 4. Rules change. Years later, events that today's rules would refuse must be replayed as they happened.
//
// Run it: swift run kit check 06
// Or, in the folder Exercises: swift test --filter Exercise06

public import EventSourcing
import Practice

/// A performance in the theatre.
public struct Performance: Entity, Equatable {
  /// What can happen to a performance.
  public enum Event: EventPayload, Hashable {
    case scheduled(title: String, seats: Int)
    case seatsSold(count: Int, to: String)
    case cancelled
    // TODO: Add the case `moved`, with its value `seats`.

    public static let storedName = "Performance"

    public enum CodingKeys: String, CodingKey, CaseIterable {
      case scheduled, seatsSold, cancelled
      // TODO: Add the key of `moved`.
    }
  }

  /// Why a command was refused.
  public enum Refusal: Error, Hashable {
    case isCancelled
    case hallTooSmall(sold: Int, seats: Int)
  }

  public var lifecycle: Lifecycle

  public private(set) var title: String

  /// The number of seats in the hall.
  public private(set) var seats: Int

  /// How many of them are sold.
  public private(set) var seatsSold = 0

  public private(set) var isCancelled = false

  public static func mutate(_ performance: inout Performance?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .scheduled(let title, let seats):
      performance = Performance(lifecycle: Lifecycle(createdBy: event), title: title, seats: seats)
    case .seatsSold(let count, _): performance?.seatsSold += count
    case .cancelled: performance?.isCancelled = true
    // TODO: Say what `moved` changes. Once the case is there, the compiler asks for this.
    }
  }

  /// Moves the performance to another hall.
  ///
  /// - Parameter seats: The number of seats there.
  /// - Throws: `Refusal`, `EntityDiscarded`.
  public mutating func move(toHallWith seats: Int) async throws {
    // TODO: Refuse what the two rules refuse, and cause the event otherwise.
    throw TODO("Refuse what the two rules refuse, and cause the event otherwise.")
  }
}
