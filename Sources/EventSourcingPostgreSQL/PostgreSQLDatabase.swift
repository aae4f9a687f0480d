public import EventSourcing
import Synchronization

/// A PostgreSQL database, opened once: its recorders share one connection that writes, and the others that read.
///
///     let database = try await PostgreSQLDatabase("postgresql://shop@db.example.com/shop")
///     let events = try await database.recorder(schema: "events")
///     let messages = try await database.recorder(schema: "messages")
public final class PostgreSQLDatabase: Sendable {
  /// Whether there is a pooler before the server, as PgBouncer: then nobody is told by the server that another process
  /// has recorded something, and who waits for that looks by himself, up to a second later.
  public let isBehindPooler: Bool

  /// Where tasks run beside the connection that writes, so that an append of theirs takes no way between threads: for one
  /// writer that appends one event after the other, as an import, a program on the command line or a follower does.
  ///
  ///     try await Task(executorPreference: database.executor) {
  ///       for event in events { try await store.append(event) }
  ///     }.value
  ///
  /// What runs there runs one after the other, and all appends wait for it: let no such task compute for long. And it
  /// waits for a server that does not answer, until `PostgreSQLOptions.statementTimeout` has passed. Many writers at
  /// once gain nothing: they share commits as it is. What an actor does there gains less, since the actor is free while
  /// a commit lasts.
  ///
  /// The task is one of its own, which is not cancelled with its caller. `withTaskExecutorPreference` would need none,
  /// but does nothing for code that is isolated to the main actor, as `main` is. The executor goes on running tasks when
  /// the database is closed.
  public var executor: any TaskExecutor { thread }

  let signal = NotificationSignal()
  let listener: PostgreSQLListener
  let address: PostgreSQLAddress
  let pauses: PostgreSQLOptions.Pauses
  private let thread: ConnectionThread
  private let writer: PostgreSQLLane
  private let readers: PostgreSQLPool
  private let prompts: PostgreSQLPrompts
  private let groups: GroupCommit<PostgreSQLSession, PendingAppend, [[Int]]>
  private let tables = Mutex<[ExactText: PostgreSQLTable]>([:])

  /// Connects to a database; recorders make their tables when they are opened.
  ///
  /// - Parameters:
  ///   - connection: Whatever libpq accepts: `postgresql://…`, keywords as in `host=… dbname=…`, several hosts with
  ///     `target_session_attrs=read-write`, `sslmode`; what it leaves out comes from the variables `PGHOST`,
  ///     `PGPASSWORD` and so on.
  ///   - options: Connections and timeouts.
  /// - Throws: `RecorderError`; above all `.unavailable`, `.refused`, `.notADatabase`, `.readOnly`.
  public init(_ connection: String, options: PostgreSQLOptions = PostgreSQLOptions()) async throws {
    let address = try PostgreSQLAddress(connection, options: options)
    let thread = ConnectionThread(name: "PostgreSQL writer")
    let writer = PostgreSQLLane(address, on: thread)
    let readers = PostgreSQLPool(address, limit: max(options.maximumConnections, 2) - 1)
    let prompts = PostgreSQLPrompts(readers)
    self.address = address
    self.thread = thread
    self.writer = writer
    self.readers = readers
    self.prompts = prompts
    pauses = options.pauses
    listener = PostgreSQLListener(address, signal: signal, own: prompts.name)
    groups = GroupCommit(
      useConnection: { work, mayBeNow in writer.async(mayBeNow: mayBeNow, work) },
      commit: { [signal] appends, session in
        let outcomes = PostgreSQLAppend(session: session).commit(appends)
        let channels = Self.channels(of: zip(appends, outcomes))
        if !channels.isEmpty {
          signal.prompt()
          prompts.note(channels)
        }
        return outcomes
      })
    do {
      isBehindPooler = try await writer.run { session in try session.connection().isBehindPooler }
    } catch {
      throw translated(error)
    }
  }

  /// A recorder on a table of the database, which is made if it is not there.
  ///
  /// Closing the recorder leaves the database open.
  ///
  /// - Parameters:
  ///   - schema: The schema of the tables, which is made if it is not there.
  ///   - table: The names of the table and its columns.
  /// - Throws: `RecorderError`; above all `.foreignSchema`, `.invalidName`, `.refused`.
  public func recorder(
    schema: String = "public", table: ItemTable = .sequencedItems
  ) async throws -> PostgreSQLRecorder {
    PostgreSQLRecorder(of: self, on: try await open(PostgreSQLNames(schema: schema, table: table)), isOwner: false)
  }

  /// Records appends to several recorders of this database in one transaction, with work of one's own, all or nothing.
  ///
  /// It has a transaction to itself, in turn with the other appends, which wait meanwhile: let the work be short. What
  /// it says to the session, as by `SET`, is taken back before the commit.
  ///
  /// - Parameters:
  ///   - appends: Which recorder is to record what; several of one recorder are judged one after the other. There may
  ///     be none if there is work.
  ///   - work: What is to be done when the items are recorded and before that is committed; done at most once.
  /// - Returns: For each append the ids of its items, as `PostgreSQLRecorder.append` gives them.
  /// - Throws: What an append throws, and what the work throws; `RecorderError.refused` if a recorder is of another
  ///   database. In each case but `RecorderError.Code.unknownOutcome` nothing was recorded.
  @discardableResult
  public func append(
    _ appends: [(recorder: PostgreSQLRecorder, request: AppendRequest)],
    also work: (@Sendable (PostgreSQLTransaction) throws -> Void)? = nil
  ) async throws -> [[Int]] {
    guard !appends.isEmpty || work != nil else { throw InvalidAppend.empty }
    guard appends.allSatisfy({ $0.recorder.database === self }) else {
      throw RecorderError(
        .refused,
        "A recorder is of another database, and one transaction is of one database. Open all recorders from the same "
          + "PostgreSQLDatabase. Nothing was recorded.")
    }
    var begun: [PostgreSQLUse] = []
    defer { begun.forEach { $0.end() } }
    for append in appends {
      try append.recorder.use.begin()
      begun.append(append.recorder.use)
      try append.recorder.table.names.table.checkMetadata(of: append.request)
    }
    return try await append(
      PendingAppend(appends.map { .init(table: $0.recorder.table, request: $0.request) }, work: work))
  }

  /// Reads with statements of one's own, all of which see the same state of the database.
  ///
  /// What they say to the session, as by `SET`, is undone in the end.
  ///
  /// - Throws: What the body throws; `RecorderError`; `CancellationError`.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLTransaction) throws -> Value
  ) async throws -> Value {
    try await withReader { connection in try connection.reading(body) }
  }

  /// Lets what is under way end, then closes the database and all its recorders; closing twice does no harm.
  public func close() async throws {
    await groups.close()
    listener.close()
    // Who waits is told.
    signal.prompt()
    await prompts.close()
    await readers.close()
    try await writer.run { session in session.end() }
  }
}

// MARK: - For its recorders

extension PostgreSQLDatabase {
  func open(_ names: PostgreSQLNames) async throws -> PostgreSQLTable {
    let opened = try await withWriter { connection in try PostgreSQLSchema(names: names).open(on: connection) }
    let key = ExactText(([names.items, names.trackingRecords] + names.table.columns).joined(separator: "\u{0}"))
    return tables.withLock { tables in
      // Unless the table was made anew, under the same name.
      if let known = tables[key], known.channel == opened.channel { return known }
      let same = tables.values.first { $0.channel == opened.channel }
      let new = PostgreSQLTable(names, opened, changes: same?.changes)
      tables[key] = new
      return new
    }
  }

  func append(_ append: PendingAppend) async throws -> [[Int]] {
    try await groups.append(append)
  }

  func checkOpen() throws {
    try groups.checkOpen()
  }

  /// Lends a connection that reads; the server gives up what it does when the task is cancelled.
  func withReader<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
  ) async throws -> Value {
    // The appends are closed first: from then on nothing else may begin either.
    try groups.checkOpen()
    do {
      return try await readers.read(body)
    } catch {
      throw translated(error)
    }
  }

  /// Lends the connection that writes, in turn with the appends.
  func withWriter<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
  ) async throws -> Value {
    try groups.checkOpen()
    do {
      return try await writer.run { session in try body(session.connection()) }
    } catch {
      throw translated(error)
    }
  }

  /// Tells who waits, here and elsewhere, that something was recorded.
  func prompt(_ table: PostgreSQLTable) {
    signal.prompt()
    prompts.note([table.channel])
  }

  /// The channels of the tables to which something was recorded.
  private static func channels(
    of outcomes: some Sequence<(PendingAppend, PostgreSQLAppend.Outcome)>
  ) -> Set<String> {
    var channels: Set<String> = []
    var last: PostgreSQLTable?
    for (append, outcome) in outcomes {
      guard case .success(let ids) = outcome else { continue }
      for (part, ids) in zip(append.parts, ids) where !ids.isEmpty && part.table !== last {
        channels.insert(part.table.channel)
        last = part.table
      }
    }
    return channels
  }
}
