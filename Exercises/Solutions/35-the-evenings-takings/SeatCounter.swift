// Exercise 35 · The evening's takings
//
// The box office wants to see how many seats are sold in all. A program counts them from the log; it runs every minute,
// and keeps the number on a disk, with the position up to which it has counted.
//
// There are complaints:
//
// - In March the power was cut, and after that the number was too high, by a few hundred seats, for ever.
// - In April a second computer was set up that runs the same program on the same disk, lest one fails. Since then the
//   number is too high nearly every day.
//
// Find out why, and mend `run`:
//
// 1. Wherever the power is cut, after the next run the number is that of the seats that were sold.
// 2. However many run it at once, each sale counts once. Whoever finds that another was quicker goes on behind what that
//    one has counted, without an error.
// 3. What the log has of others holds up nobody: `run` goes on to the end of the log.
//
// `Disk` is beside this file: one write is a transaction. Leave it as it is.
//
// Run it: swift run kit check 35
// Or, in the folder Exercises: swift test --filter Exercise35

import BoxOffice
public import EventSourcing

/// Counts the seats that are sold.
public struct SeatCounter: Sendable {
  private let disk: Disk

  public init(disk: Disk) {
    self.disk = disk
  }

  /// Counts what there is by now.
  ///
  /// - Throws: `UnreadableItem`, `LogReplaced`, what reading throws; what the disk throws.
  public func run(_ log: any NotificationLog) async throws {
    // exercise
    //| while true {
    //|   let kept = try await disk.read()
    //|   let page = try await log.page(query(after: kept.position))
    //|   let sold = try seats(in: page)
    //|   try await disk.write { $0.sold += sold }
    //|   try await disk.write { $0.position = page.readUpTo }
    //|   if page.isAtEnd { return }
    //| }
    while true {
      let kept = try await disk.read()
      let page = try await log.page(query(after: kept.position))
      let sold = try seats(in: page)
      let isCounted = try await disk.write { now in
        guard now.position == kept.position else { return false }
        now.sold += sold
        now.position = page.readUpTo
        return true
      }
      if isCounted, page.isAtEnd { return }
    }
    // exercise.end
  }

  /// What is behind the position, a hundred rows of it: all that happened to performances.
  private func query(after position: LogPosition) -> NotificationQuery {
    NotificationQuery(
      after: position, limit: 100, filter: .storedNames([PerformanceEvent.storedName]), rows: 100)
  }

  /// How many seats were sold, less those that came back.
  ///
  /// - Throws: `UnreadableItem` if this program does not know an event.
  private func seats(in page: NotificationPage) throws -> Int {
    let mapper = SequencedItemMapper<DomainEvent<PerformanceEvent>>()
    return try page.notifications.reduce(0) { seats, notification in
      switch try mapper.event(from: notification.item).payload {
      case .seatsSold(let count, _): seats + count
      case .seatsReturned(let count): seats - count
      case .scheduled, .cancelled: seats
      }
    }
  }
}
