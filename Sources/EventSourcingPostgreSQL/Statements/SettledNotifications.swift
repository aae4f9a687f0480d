import EventSourcing
import Foundation

/// A look at the notification sequence, and how far it can be trusted.
///
/// An id is drawn when a row is inserted, and the row is seen when its transaction is committed: of two writers, the
/// one with the larger id may be first. A reader that takes the larger id and goes on from there misses the smaller
/// one for good. So a reader must know up to which id nothing can come any more.
///
/// Each writer tells what it needs to know before it draws an id: it takes a lock that hinders nobody, a shared
/// advisory one, whose number is the last id drawn until then. All its own ids are larger, and the server frees the
/// lock when the transaction ends, in whatever way. A reader asks, in this order,
///
/// 1. which id was drawn last,
/// 2. which numbers are locked, and
/// 3. for the rows.
///
/// A writer with an id up to (1) has drawn it, so it had its lock before (2): either it still has it, and its ids are
/// above the lock's number, or it has ended, and (3) sees its rows. So up to the smallest of all these numbers
/// everything is settled. What lies beyond will be in a few milliseconds; and if it was rolled back or deleted, the gap
/// that is left holds nobody up.
///
/// What is not done, and why:
/// - One lock for all writers (`LOCK TABLE`, or an exclusive advisory lock) makes commit order insert order, but then
///   they wait for each other's disks.
/// - A reader that locks writers out for a moment stops all of them for as long as the slowest takes; one process
///   that hangs in a transaction would stop everybody.
/// - The oldest transaction still running (`pg_snapshot_xmin`) is no bound: a number of a transaction is given when it
///   first writes, which may be after an id was drawn, and any other long transaction of the server would hold up
///   the readers of this table.
struct SettledNotifications: Sendable {
  /// The rows that could be seen, in order.
  let seen: [ItemNotification]

  /// Up to this id nothing can come any more.
  let settledID: Int

  /// Whether all that was seen is settled.
  var isSettled: Bool { (seen.last?.id ?? 0) <= settledID }
}

extension PostgreSQLStatements {
  func notifications(
    _ connection: PostgreSQLConnection, after id: Int, limit: Int, topics: [String]?
  ) throws -> SettledNotifications {
    // No stored topic has a NUL, and the server would refuse it.
    let chosen = topics?.filter { !$0.utf8.contains(0) } ?? []
    let results = try connection.pipeline([
      (lastDrawnID, []), (idsBeforeWriters, []),
      (notifications, [.int(id), .flag(topics == nil), .texts(chosen), .int(limit)]),
    ])
    let lastDrawn = try results[0].first { try $0.int(0) } ?? 0
    let settled = try results[1].map { try PostgreSQLLockNumber.idBeforeWriter($0.int(0), lastDrawn: lastDrawn) }.min()
    return SettledNotifications(
      seen: try results[2].map { ItemNotification(id: try $0.int(5), item: try SequencedItem(row: $0)) },
      settledID: min(settled ?? lastDrawn, lastDrawn))
  }
}
