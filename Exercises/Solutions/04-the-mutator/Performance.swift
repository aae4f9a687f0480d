// Exercise 04 · The mutator
//
// The box office wants to know how a performance stands: how many of its seats are sold, and whether it takes place.
// All of that follows from its events. The properties are there, and the commands are left out for now. What is
// missing is the mutator, which says what each event changes:
//
// - `scheduled` creates the performance. Nothing is sold yet.
// - `seatsSold` and `seatsReturned` change how many seats are sold. The hall keeps its seats, sold or not.
// - `cancelled` is remembered. The performance is still known, and so is what was sold: it has to be paid back.
//
// A mutator refuses nothing. If an event says that more seats were sold than there are, then they were.
//
// Run it: swift run kit check 04
// Or, in the folder Exercises: swift test --filter Exercise04

public import BoxOffice
public import EventSourcing

/// A performance in the theatre.
public struct Performance: Entity, Equatable {
  public var lifecycle: Lifecycle

  public private(set) var title: String

  /// The number of seats in the hall.
  public private(set) var seats: Int

  /// How many of them are sold.
  public private(set) var seatsSold = 0

  public private(set) var isCancelled = false

  public static func mutate(_ performance: inout Performance?, with event: DomainEvent<PerformanceEvent>) {
    switch event.payload {
    // exercise: Write a line for each event, with what it changes, in place of this one.
    //| case .scheduled, .seatsSold, .seatsReturned, .cancelled: break
    case .scheduled(let title, let seats):
      performance = Performance(lifecycle: Lifecycle(createdBy: event), title: title, seats: seats)
    case .seatsSold(let count, _): performance?.seatsSold += count
    case .seatsReturned(let count): performance?.seatsSold -= count
    case .cancelled: performance?.isCancelled = true
    // exercise.end
    }
  }
}
