// Exercise 29 · A state of last week
//
// Until last week, seats that were returned still counted as sold. The mutator was mended on Monday, and counts what
// came back, too. All tests of the mutator are green. But at the box office the numbers are still wrong: for some
// performances there are more seats sold than the events say, and for others nothing has ever come back.
//
// The numbers come from snapshots. Mend the state below, so that
//
// 1. snapshots of last week, of version 1, are not used any more,
// 2. snapshots of today have all that the state has, and are used.
//
// The mutator is right.
//
// Run it: swift run kit check 29
// Or, in the folder Exercises: swift test --filter Exercise29

public import BoxOffice
public import EventSourcing

/// How many seats of a performance are sold, and how many came back.
public struct SeatCount: Entity, Snapshottable, Equatable {
  public static let snapshotVersion: SnapshotVersion = 1

  public var lifecycle: Lifecycle
  public private(set) var sold = 0
  public private(set) var returned = 0

  private enum CodingKeys: CodingKey { case lifecycle, sold }

  public static func mutate(_ count: inout SeatCount?, with event: DomainEvent<PerformanceEvent>) {
    switch event.payload {
    case .scheduled: count = SeatCount(lifecycle: Lifecycle(createdBy: event))
    case .seatsSold(let seats, _): count?.sold += seats
    case .seatsReturned(let seats):
      count?.sold -= seats
      count?.returned += seats
    case .cancelled: count = nil
    }
  }

  private init(lifecycle: Lifecycle) {
    self.lifecycle = lifecycle
  }
}
