import BoxOffice
import EventSourcing
import Exercise29

/// The seats as last week's program counted them: what came back was still sold, and was not counted.
struct SeatCountOfLastWeek: Entity, Snapshottable {
  static let snapshotVersion: SnapshotVersion = 1

  /// It was called that then, too.
  static let snapshotName = SeatCount.snapshotName

  var lifecycle: Lifecycle
  var sold = 0

  static func mutate(_ count: inout SeatCountOfLastWeek?, with event: DomainEvent<PerformanceEvent>) {
    switch event.payload {
    case .scheduled: count = SeatCountOfLastWeek(lifecycle: Lifecycle(createdBy: event))
    case .seatsSold(let seats, _): count?.sold += seats
    case .seatsReturned: break
    case .cancelled: count = nil
    }
  }
}
