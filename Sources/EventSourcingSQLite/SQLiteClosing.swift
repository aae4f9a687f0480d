import EventSourcing
import Foundation
import GRDB
import GRDBSQLite

/// Closes the connections of a database, having moved what is in the WAL into the file: a copy of the file alone has
/// everything then.
///
/// SQLite does that itself as the last of all connections goes, but does not say when it could not.
struct SQLiteClosing: Sendable {
  let opened: SQLiteOpened

  /// - Throws: `RecorderError.busy` if it is not closed, since a statement is in use; any other `RecorderError` if it
  ///   is closed, and the newest events have stayed in the WAL.
  func close() throws {
    let moving = Result { try move() }
    // The writer goes last: only then does SQLite remove the WAL.
    (opened.connections as? DatabasePool)?.releaseMemory()
    try translatingErrors(closeConnections)
    if case .failure(let error) = moving { throw named(left(translated(error)), opened.location) }
  }

  private func closeConnections() throws {
    do {
      try opened.connections.close()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw RecorderError(
        .busy,
        "The database cannot be closed (SQLite code \(error.extendedResultCode.rawValue)): a cursor or a statement was "
          + "kept that work in an append, or the body of a read, has made. Let go of it.")
    }
  }

  /// Moves what is in the WAL now, as soon as nobody needs the file as it was any more.
  private func move() throws {
    guard case .file = opened.location else { return }
    // SQLite writes to no file that has another name now.
    try opened.files.check(otherwise: "")
    let end = ContinuousClock.now + .seconds(opened.waitingTime)
    var wanted: CInt?
    while true {
      let (all, moved) = try opened.connections.writeWithoutTransaction(Self.moved)
      // Fewer than before: others have begun the WAL anew, since everything was moved.
      if moved >= wanted ?? all || all < wanted ?? all { return }
      wanted = wanted ?? all
      guard ContinuousClock.now < end else {
        throw RecorderError(.busy, "Somebody, perhaps another process, still reads the database as it was before.")
      }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  /// Moves as much as can be moved without waiting.
  ///
  /// - Returns: How many pages the WAL has, and how many of them are in the file; both are 0 if there is no WAL.
  private static func moved(_ db: Database) throws -> (all: CInt, moved: CInt) {
    var (all, moved): (CInt, CInt) = (0, 0)
    let code = sqlite3_wal_checkpoint_v2(db.sqliteConnection, "main", SQLITE_CHECKPOINT_PASSIVE, &all, &moved)
    switch code {
    case SQLITE_OK: return (max(all, 0), max(moved, 0))
    // Another connection is moving.
    case SQLITE_BUSY: return (.max, 0)
    case SQLITE_FULL: throw RecorderError(.full, "There is no room left for the database (SQLite code \(code)).")
    default: throw RecorderError(.unavailable, "The database file cannot be written (SQLite code \(code)).")
    }
  }

  private func left(_ error: RecorderError) -> RecorderError {
    guard case .file(let path) = opened.location else { return error }
    return RecorderError(
      error.code,
      "\(error.reason) It is closed and has lost nothing, but its newest events have stayed in the file \(path)-wal: a copy needs "
        + "both files. Whoever opens it next brings them together.")
  }
}
