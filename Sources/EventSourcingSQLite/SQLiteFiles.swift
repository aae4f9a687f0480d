import EventSourcing
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// The files of a database as they were when it was opened.
///
/// SQLite goes on writing to them also when they have been removed, moved or replaced meanwhile, and nobody finds there
/// what was recorded. It can be asked about one of the three only (`SQLITE_FCNTL_HAS_MOVED`), so they are looked at
/// here.
///
/// To look at one takes a microsecond. So after each commit those two are looked at that it was written to, and all
/// three before one that does not come right after another.
final class SQLiteFiles: Sendable {
  /// So soon after a look there is no need for another, but at what is acknowledged.
  private static let goodFor = Duration.milliseconds(10)

  private let identities: [(path: String, identity: FileIdentity)]
  private let lastLook = Mutex(ContinuousClock.now)

  /// - Parameter db: A database that has been read; one in memory has no files.
  init(of db: Database) {
    let path = sqlite3_db_filename(db.sqliteConnection, "main").map { String(cString: $0) } ?? ""
    let paths = path.isEmpty ? [] : [path, "\(path)-wal", "\(path)-shm"]
    identities = paths.compactMap { path in FileIdentity(of: path).map { (path, $0) } }
  }

  /// - Parameter consequence: What the error says of it.
  /// - Throws: `RecorderError.unavailable` if one is no longer where it was.
  func check(
    otherwise consequence: String = " Nothing was recorded. Put it back, or open the database anew."
  ) throws(RecorderError) {
    guard let path = missing(of: identities.count) else { return }
    throw RecorderError(.unavailable, Self.reason(path) + consequence)
  }

  /// Commits the transaction, and returns when it is certain that others find what was recorded.
  ///
  /// - Throws: `RecorderError.unavailable` if a file is not where it was; `RecorderError.unknownOutcome` if the disk
  ///   fails, or a file goes, during the commit; any other error if the transaction was not committed.
  func commit(_ db: Database) throws {
    if lastLook.withLock({ ContinuousClock.now - $0 > Self.goodFor }) { try check() }
    do {
      try db.run("COMMIT")
    } catch let error as DatabaseError where !error.leavesNothing {
      throw RecorderError(
        .unknownOutcome,
        "The disk failed during the commit (SQLite code \(error.extendedResultCode.rawValue)), so it was recorded or it was "
          + "not: look, then decide.")
    }
    if let path = missing(of: 2) {
      throw RecorderError(
        .unknownOutcome,
        "\(Self.reason(path)) It was recorded in the file that was there, or was not: look, then decide.")
    }
  }

  /// Does what changes the database in a transaction of its own.
  ///
  /// - Throws: As `commit`, and what the body throws; then the transaction was rolled back.
  func inTransaction<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
    try db.run("BEGIN IMMEDIATE")
    do {
      let value = try body()
      try commit(db)
      return value
    } catch {
      if db.isInsideTransaction { try? db.rollback() }
      throw error
    }
  }

  /// The first that is not where it was, of so many: of the database, the WAL and the file for shared memory.
  private func missing(of count: Int) -> String? {
    let missing = identities.prefix(count).first { path, identity in FileIdentity(of: path) != identity }?.path
    // After a failure each commit looks before it begins.
    lastLook.withLock { $0 = missing == nil ? .now : .now - Self.goodFor * 2 }
    return missing
  }

  private static func reason(_ path: String) -> String {
    "The file \(path) is not the one that was opened: it was removed, moved or replaced."
  }
}

extension DatabaseError {
  /// Whether a commit that ends with it has certainly recorded nothing.
  ///
  /// After any other error the newest entries of the WAL may be whole: a process that opens the database after a crash
  /// takes them for recorded.
  fileprivate var leavesNothing: Bool {
    switch resultCode {
    case .SQLITE_BUSY, .SQLITE_CONSTRAINT, .SQLITE_FULL, .SQLITE_INTERRUPT: true
    default: false
    }
  }
}

extension Database {
  /// Runs a statement without arguments, compiled the first time only: for a transaction's own it would else take as
  /// long as all the rest.
  func run(_ sql: String) throws {
    try cachedStatement(sql: sql).execute()
  }
}
