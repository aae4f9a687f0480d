public import EventSourcing
private import Foundation
public import GRDB
import Synchronization

/// An SQLite database, opened once, and what lives in it: recorders on several tables, which share its writer, its
/// transactions and its readers.
///
///     let database = try await SQLiteDatabase(.file("shop.sqlite"))
///     let events = try await database.recorder()
///     let snapshots = try await database.recorder(table: snapshotTable)
///
/// Several recorders on a file, each opened by itself, would wait for each other's locks. In memory there is no other
/// way for recorders to share a database.
public final class SQLiteDatabase: Sendable {
  private let opened: SQLiteOpened
  private let thread = ConnectionThread(name: "SQLite writer")
  package let watch: SQLiteWatch
  private let groups: GroupCommit<Database, SQLiteRequest, [[Int]]>
  private let uses = UsesUnderWay()
  private let savepointOfReads = quoted(UUID().uuidString)
  private let changes = Mutex<[String: ChangesOfThePast]>([:])

  /// The locks that are held in a database in memory, which has no file to hold one by.
  let heldNames = Mutex<Set<String>>([])

  /// Opens a database, which is made if it is not there.
  ///
  /// - Parameters:
  ///   - location: The file, or memory.
  ///   - options: Durability, waiting time and size.
  /// - Throws: `RecorderError`; above all `.notADatabase`, `.readOnly`, `.unavailable`.
  public convenience init(_ location: SQLiteLocation, options: SQLiteOptions = SQLiteOptions()) async throws {
    self.init(
      try await offCooperativeThreads { try SQLiteConnections.open(location, table: nil, options: options) })
  }

  init(_ opened: SQLiteOpened) {
    let (connections, files) = (opened.connections, opened.files)
    let watch = SQLiteWatch(opened.location)
    let state = SQLiteConnectionState()
    self.opened = opened
    self.watch = watch
    groups = GroupCommit(
      useConnection: { [thread] work, mayBeNow in
        thread.use(mayBeNow: mayBeNow) { connections.writeWithoutTransaction(work) }
      },
      commit: { requests, db in
        let outcomes = SQLiteAppend(db: db, state: state, files: files).commit(requests)
        watch.prompt()
        return outcomes
      })
  }

  /// A recorder on a table of this database, which is made if it is not there.
  ///
  /// Its `close()` closes just itself. Recorders that are asked for with the same table work side by side.
  ///
  /// - Throws: `RecorderError`; above all `.foreignSchema` and `.invalidName`.
  public func recorder(table: ItemTable = .sequencedItems) async throws -> SQLiteRecorder {
    let schema = SQLiteSchema(table)
    do {
      try table.checkNamesOfSQLite()
      try await use { connections in try await connections.writeWithoutTransaction { db in try schema.prepare(db) } }
    } catch let error as RecorderError where error != .closed {
      throw named(error, opened.location)
    }
    return SQLiteRecorder(self, table: table, ownsDatabase: false)
  }

  /// Reads what one moment has left, with statements of your own: for views.
  ///
  /// A file has few connections that read (see `SQLiteOptions.readers`), which recorders use, too: while as many long
  /// reads as that are under way, all other reads wait.
  ///
  /// - Parameter body: Gets a connection that only reads, for as long as it runs: kept and used elsewhere, it ends the
  ///   program. It must not end the transaction that it is in.
  /// - Throws: What the body throws; `RecorderError` instead of an error of the database, and `RecorderError.refused`
  ///   if the body has ended its transaction: then it has not read what one moment has left.
  public func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    // It is gone with the transaction, and the body does not know its name.
    let savepoint = savepointOfReads
    return try await use { connections in
      try await connections.read { db in
        try db.cachedStatement(sql: "SAVEPOINT \(savepoint)").execute()
        let result = Result { try refusingMistakes { try body(db) } }
        guard (try? db.cachedStatement(sql: "RELEASE \(savepoint)").execute()) != nil else {
          throw RecorderError(
            .refused,
            "The body of a read has ended its transaction, by a COMMIT, a ROLLBACK or a RELEASE, so what it has read may "
              + "be of several moments.")
        }
        return try result.get()
      }
    }
  }

  /// Where tasks run beside the connection that writes, so that an append of theirs takes no way between threads: for one
  /// writer that appends one event after the other, as an import, a program on the command line or a follower does.
  ///
  ///     try await Task(executorPreference: database.executor) {
  ///       for event in events { try await store.append(event) }
  ///     }.value
  ///
  /// What runs there runs one after the other, and all appends wait for it: let no such task compute for long. Many
  /// writers at once gain nothing: they share commits as it is. What an actor does there gains less, since the actor is
  /// free while a commit lasts.
  ///
  /// The task is one of its own, which is not cancelled with its caller. `withTaskExecutorPreference` would need none,
  /// but does nothing for code that is isolated to the main actor, as `main` is. The executor goes on running tasks when
  /// the database is closed.
  public var executor: any TaskExecutor { thread }

  var connections: any DatabaseWriter { opened.connections }
  var files: SQLiteFiles { opened.files }

  /// Lets what is under way end, then closes the database and all its recorders; closing twice does no harm.
  ///
  /// A copy of the file alone has everything then.
  ///
  /// - Throws: `RecorderError`; above all `.busy` if another process reads for longer than `SQLiteOptions.busyTimeout`,
  ///   and `.full` if the disk is. The database is closed all the same, unless the error says that it is not, and
  ///   nothing is lost; but its newest events have stayed in the file beside it whose name ends in `-wal`.
  public func close() async throws {
    await groups.close()
    let (closing, watch) = (SQLiteClosing(opened: opened), watch)
    watch.prompt()
    try await uses.close {
      try await translatingErrors { try await watch.close() }
      try await offCooperativeThreads { try closing.close() }
    }
  }

  func commit(_ request: SQLiteRequest, isolation: isolated (any Actor)? = #isolation) async throws -> [[Int]] {
    try await groups.append(request)
  }

  func use<Value>(_ body: (any DatabaseWriter) async throws -> Value) async throws -> Value {
    // The appends are closed first: from then on nothing else may begin either.
    try groups.checkOpen()
    try uses.begin()
    defer { uses.end() }
    return try await translatingErrors { try await body(connections) }
  }

  /// What counts the changes of a table's past, the same for all recorders on it.
  func changes(of table: ItemTable) -> ChangesOfThePast {
    changes.withLock { changes in
      let name = table.name.lowercased()
      let count = changes[name] ?? ChangesOfThePast()
      changes[name] = count
      return count
    }
  }
}
