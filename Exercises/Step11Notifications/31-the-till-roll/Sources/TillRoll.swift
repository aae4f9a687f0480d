// Exercise 31 · The till roll
//
// The tax office wants a paper roll on which each sale of tickets has a line, in the order in which the sales were
// recorded. The log of the box office has them, among all else that happens there: vouchers are issued and spent, and
// performances are scheduled.
//
// The roll is stored each night as JSON, and goes on the next day.
//
// Write `catchUp`: it reads what is new in the log, and prints it.
//
// 1. Only performances concern the roll, all that happens to them: `print` sees to it that only sales get a line. The
//    position moves on behind each that was printed, and over what concerns others.
// 2. What happens to a performance and is unknown to this program must not be passed over. `print` throws, and the roll
//    stops there: it keeps the lines that it has, and a newer program goes on with what was unknown.
// 3. If the log is not the one that was read before, the tax office must know: let that error pass.
//
// Run it: swift run kit check 31
// Or, in the folder Exercises: swift test --filter Exercise31

import BoxOffice
public import EventSourcing
import Practice

/// The sales, one a line, and how far the log has been read.
public struct TillRoll: Codable, Equatable, Sendable {
  /// As in `2 Ada`.
  public private(set) var lines: [String] = []

  /// Behind what was dealt with.
  public private(set) var position = LogPosition.beginning

  public init() {}

  /// Prints what is new in a log.
  ///
  /// - Throws: `UnreadableItem`, `LogReplaced`, what reading throws.
  public mutating func catchUp(with log: any NotificationLog) async throws {
    // TODO: Read what is new of performances, print it, and keep how far you have come.
    throw TODO("Read what is new of performances, print it, and keep how far you have come.")
  }

  /// Prints a line, if it was a sale.
  ///
  /// - Throws: `UnreadableItem` if this program does not know the event.
  private mutating func print(_ notification: ItemNotification) throws {
    let event = try SequencedItemMapper<DomainEvent<PerformanceEvent>>().event(from: notification.item)
    if case .seatsSold(let count, let customer) = event.payload { lines.append("\(count) \(customer)") }
  }
}
