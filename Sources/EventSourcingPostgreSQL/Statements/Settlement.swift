import EventSourcing
import Foundation

/// How far the notification sequence can be trusted.
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
/// 3. for the rows, up to the smallest of all these numbers.
///
/// A writer with an id up to (1) has drawn it, so it had its lock before (2): either it still has it, and its ids are
/// above the lock's number, or it has ended, and (3) sees its rows. So up to the smallest of all these numbers
/// everything is settled, and is given at once. What lies beyond will be in a few milliseconds; and if it was rolled
/// back or deleted, the gap that is left holds nobody up.
///
/// Anybody may take such a lock by hand, and hold readers up by it. So only those count whose holder may insert, as
/// himself or in another role, or has begun to: he could as well leave a transaction open, or fill the table.
///
/// What is not done, and why:
/// - One lock for all writers (`LOCK TABLE`, or an exclusive advisory lock) makes commit order insert order, but then
///   they wait for each other's disks.
/// - A reader that locks writers out for a moment stops all of them for as long as the slowest takes; one process
///   that hangs in a transaction would stop everybody.
/// - The oldest transaction still running (`pg_snapshot_xmin`) is no bound: a number of a transaction is given when it
///   first writes, which may be after an id was drawn, and any other long transaction of the server would hold up
///   the readers of this table.
struct Settlement {
  /// The last id that was drawn, also if its row was rolled back or deleted.
  let lastDrawnID: Int

  /// Up to this id nothing can come any more.
  let settledID: Int

  /// The log's identity.
  let log: UUID

  /// The largest notification id that was ever deleted; 0 if none was.
  let largestDeletedID: Int

  /// The item that a reader has come to, without its topic and data; `nil` if there is none.
  let reached: SequencedItem?
}

extension FollowingStatements {
  /// - Parameter id: Up to which a reader has come.
  func settlement(_ connection: PostgreSQLConnection, after id: Int, _ tracking: TrackingStatements) throws
    -> Settlement
  {
    // An item that is not there any more was deleted before the row was read that tells of it.
    let results = try connection.pipeline([
      (lastDrawnID, []), (idsBeforeWriters, []), (itemUnderID, [.int(id)]), (tracking.identity, []),
    ])
    let lastDrawn = try results[0].first { try $0.int(0) } ?? 0
    let settled = try results[1].map { try PostgreSQLLockNumber.idBeforeWriter($0.int(0), lastDrawn: lastDrawn) }.min()
    let own = try results[3].first { (log: try $0.uuid(0), largestDeletedID: try $0.int(1)) }
    guard let own else { throw TrackingStatements.noIdentity }
    return Settlement(
      lastDrawnID: lastDrawn, settledID: min(settled ?? lastDrawn, lastDrawn), log: own.log,
      largestDeletedID: own.largestDeletedID, reached: try results[2].first { try Place(row: $0).item })
  }

  /// A row of `PostgreSQLColumns.place`.
  struct Place {
    let id: Int

    /// Without its topic and data.
    let item: SequencedItem

    init(row: PostgreSQLResultRow) throws {
      item = SequencedItem(
        sequenceID: try row.uuid(0), position: try row.int(1), topic: "", data: Data(),
        timestamp: Timestamp(microseconds: try row.int(2)))
      id = try row.int(3)
    }
  }
}
